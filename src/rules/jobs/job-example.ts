/** The DAG to which the examples of the job rules refer. */
export const cohortDag = {
  path: "dags/cohort.py",
  text: `
    from airflow.sdk import DAG, Param

    with DAG("acme_cohort", params={"min_age": Param(18, type="integer"), "region": "north"}):
        pass
  `,
};

/** A good job request for that DAG, with another engine or parameters line where an example needs one. */
export function jobExample(changes: { engine?: string; parameters?: string; expires?: string } = {}): string {
  return `version: 1
title: Cohort size by region
engine: ${changes.engine ?? "{ airflow: { dag_id: acme_cohort } }"}
parameters: ${changes.parameters ?? "{ min_age: 18 }"}
outputs: [{ path: counts.csv, kind: table, max_rows: 500 }]
purpose: Service evaluation of regional uptake
expires: ${changes.expires ?? "2099-12-31"}
`;
}
