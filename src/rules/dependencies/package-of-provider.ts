/** Providers of one family have a name in two parts (https://airflow.apache.org/docs/apache-airflow-providers/packages-ref.html). */
const families: ReadonlySet<string> = new Set(["apache", "atlassian", "cncf", "common", "dbt", "ibm", "microsoft"]);

/** The package that brings a module below `airflow.providers`. */
export function packageOfProvider(module: string): string {
  const [first = "", second = ""] = module.split(".").slice(2);
  return `apache-airflow-providers-${families.has(first) && second !== "" ? `${first}-${second}` : first}`;
}
