/** What a node has, as `countersign inventory` wrote it down. */
export interface NodeInventory {
  /** The full version of its Python, such as `3.12.4`. */
  readonly python: string;
  /** Versions of installed packages by their normalised name (https://peps.python.org/pep-0503/#normalized-names), Airflow's and Dagster's own among them. */
  readonly packages: Readonly<Record<string, string>>;
  /** Of those, Airflow's providers: `apache-airflow-providers-http` by its version. */
  readonly providers: Readonly<Record<string, string>>;
  /**
   * What can be imported, by full name, with the packages that bring it; none for what stands in a directory of Python's path. A
   * module that several packages share (`airflow`, `google.cloud`) is told with each of its children, so that what is not told is not there.
   */
  readonly modules: Readonly<Record<string, readonly string[]>>;
  /** Packages of which it is not known what can be imported from them. */
  readonly opaque: readonly string[];
  /**
   * The modules of Airflow's providers, and `airflow.sdk`, with the names of classes in each; `null` where these are known only when
   * the module runs. A provider that has any module here has no others. Absent: nobody looked.
   */
  readonly classes?: Readonly<Record<string, readonly string[] | null>>;
  /** The queues that the node's Celery workers listen to, all of them; absent: nobody looked. */
  readonly queues?: readonly string[];
  readonly dags: readonly InventoryDag[];
  /** What the repositories of the node ask for, as it is live; absent: nobody looked. */
  readonly requirements?: readonly InventoryRequirement[];
}

/** A package that a repository of the node asks for, in whatever environment it is installed. */
export interface InventoryRequirement {
  /** The normalised name. */
  readonly name: string;
  /** A PEP 440 specifier set. */
  readonly specifier: string;
  readonly repository: string;
  readonly path: string;
}

/** A DAG of some repository of the node. */
export interface InventoryDag {
  readonly dagId: string;
  /** As the node's file names it, such as `acme/study`; `null` where it is not known. */
  readonly repository: string | null;
  /** In that repository; where that is not known, in the directory that Airflow reads. */
  readonly path: string;
  /** `live`: the node has it. `pending`: an open change would bring it. */
  readonly state: "live" | "pending";
  /** The change that would bring it; `null` for what is live. */
  readonly change: number | null;
}
