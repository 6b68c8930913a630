/** What a node has, as `countersign inventory` wrote it down. */
export interface NodeInventory {
  /** The full version of its Python, such as `3.12.4`. */
  readonly python: string;
  /** Versions of installed packages by their normalised name (https://peps.python.org/pep-0503/#normalized-names), Airflow's and Dagster's own among them. */
  readonly packages: Readonly<Record<string, string>>;
  /** Of those, Airflow's providers: `apache-airflow-providers-http` by its version. */
  readonly providers: Readonly<Record<string, string>>;
  readonly dags: readonly InventoryDag[];
}

/** A DAG of some repository of the node. */
export interface InventoryDag {
  readonly dagId: string;
  /** As the node's file names it, such as `acme/study`. */
  readonly repository: string;
  /** In that repository. */
  readonly path: string;
  /** `live`: the node has it. `pending`: an open change would bring it. */
  readonly state: "live" | "pending";
  /** The change that would bring it; `null` for what is live. */
  readonly change: number | null;
}
