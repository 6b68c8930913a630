import type { Face } from "./world.ts";

const policy = `version: 1
people:
  data-controllers:
    teams: [acme/data-controllers]
requirements:
  - name: a data controller countersigns DAGs and jobs
    when: { any: [ { changes: dag }, { changes: job } ] }
    require: { count: 1, from: data-controllers }
otherwise: { require: { count: 1, from: data-controllers } }
commands: { merge: data-controllers }
`;

/** The policy of the stories: one data controller for everything. */
export function policyFor(face: Face): string {
  return face === "github"
    ? policy
    : policy.replace("teams: [acme/data-controllers]", "groups: [acme-data-controllers]");
}

export const brokenDag = `from airflow.sdk import DAG

with DAG(dag_id="acme_import", schedule=None) as dag
    pass
`;

export const leakyDag = `from airflow.sdk import DAG, task

password = "hunter2-Zq9!rT4xLm"

with DAG(dag_id="acme_cohort", schedule=None, params={"min_age": 18}):
    @task
    def load(): ...

    load()
`;

export const mendedDag = `from airflow.sdk import DAG, task

with DAG(dag_id="acme_import", schedule=None) as dag:
    @task
    def load(): ...

    load()
`;

export const cohortDag = `from airflow.sdk import DAG, task

with DAG(dag_id="acme_cohort", schedule=None, params={"min_age": 18}):
    @task
    def load(): ...

    load()
`;

export function jobRequest(parameter: string): string {
  return `version: 1
title: Cohort size by region
engine: { airflow: { dag_id: acme_cohort } }
parameters: { ${parameter}: 18 }
inputs: [ { dataset: patients, version: "2026-10" } ]
outputs: [ { path: counts.csv, kind: table, max_rows: 500 } ]
purpose: Service evaluation of regional uptake
agreement: DPA-2026-014
`;
}
