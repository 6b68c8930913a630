/** The DAG to which the examples of the job rules refer. */
export const cohortDag = {
  path: "dags/cohort.py",
  text: `
    from airflow.sdk import DAG, Param

    with DAG("acme_cohort", params={"min_age": Param(18, type="integer"), "region": "north"}):
        pass
  `,
};

/** The code location to which the examples of the rules for Dagster refer. */
export const cohortLocation = {
  path: "dags/study.py",
  text: `
    import dagster as dg
    from pydantic import Field

    class Cohort(dg.Config):
        min_age: int = Field(ge=0)
        region: str = "north"

    @dg.op
    def count(config: Cohort): ...

    @dg.job
    def cohort_size():
        count()

    defs = dg.Definitions(jobs=[cohort_size])
  `,
};

/** A dataset of a node's catalogue, which anybody may read. */
export const patients = {
  name: "patients",
  owners: ["team:acme/patients-owners"],
  agreementsRequired: false,
};

interface JobChanges {
  readonly engine?: string;
  readonly parameters?: string;
  readonly inputs?: string;
  readonly outputs?: string;
  readonly agreement?: string;
  readonly expires?: string;
  readonly resources?: string;
}

/** A good job request for that DAG, with another engine or parameters line where an example needs one. */
export function jobExample(changes: JobChanges = {}): string {
  const { inputs, agreement, resources } = changes;
  return `version: 1
title: Cohort size by region
engine: ${changes.engine ?? "{ airflow: { dag_id: acme_cohort } }"}
parameters: ${changes.parameters ?? "{ min_age: 18 }"}
${inputs === undefined ? "" : `inputs: ${inputs}\n`}outputs: ${changes.outputs ?? "[{ path: counts.csv, kind: table, max_rows: 500 }]"}
purpose: Service evaluation of regional uptake
${agreement === undefined ? "" : `agreement: ${agreement}\n`}expires: ${changes.expires ?? "2099-12-31"}
${resources === undefined ? "" : `resources: ${resources}\n`}`;
}
