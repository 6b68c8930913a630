import type { NodeInventory } from "../../../src/domain/inventory.ts";
import { inspectTexts, type TextsToInspect } from "../../analysis/inspect-texts.ts";
import { knownOf } from "../known-of.ts";

interface Given extends Omit<TextsToInspect, "files" | "context" | "known"> {
  readonly inventory?: Partial<NodeInventory>;
  /** Other files of the repository, by path. */
  readonly others?: Readonly<Record<string, string>>;
  readonly path?: string;
  readonly options?: Readonly<Record<string, unknown>>;
  /** Whether the node's file is known; it is where there is an inventory. */
  readonly hasNode?: boolean;
}

/** What one rule says of one file: `line:column message`, and what it leaves open as `open: reason`. */
export async function told(rule: string, text: string, given: Given = {}): Promise<readonly string[]> {
  const { inventory, others = {}, path = "dags/a.py", options, hasNode = inventory !== undefined, ...more } = given;
  const node = hasNode ? { node: { repositories: [repository] } } : {};
  const known = knownOf({ ...node, ...(inventory === undefined ? {} : { inventory }) });
  const { findings, indeterminate } = await inspectTexts({
    ...more,
    files: [{ path, text }],
    context: Object.entries(others).map(([name, content]) => ({ path: name, text: content })),
    known,
    severities: options === undefined ? {} : { [rule]: { severity: null, options } },
  });
  return [
    ...findings
      .filter((one) => one.rule === rule)
      .map(({ span, message }) => `${span.start.line}:${span.start.column} ${message}`),
    ...indeterminate.filter((one) => one.rule === rule).map(({ reason }) => `open: ${reason}`),
  ];
}

const repository = {
  name: "acme/other",
  url: "https://github.com/acme/other",
  branch: "main",
  namespace: "acme_other",
  autoDeploy: true,
  authType: null,
  syncIntervalMs: null,
  priority: 100,
  validation: { enabled: true, securityScan: true },
};

/** A node with Airflow 3, one provider, and a few packages. */
export const airflow3: Partial<NodeInventory> = {
  python: "3.12.4",
  packages: { "apache-airflow": "3.3.2", "apache-airflow-core": "3.3.2", pandas: "2.2.3", "google-auth": "2.35.0" },
  modules: {
    airflow: ["apache-airflow-core"],
    "airflow.models": ["apache-airflow-core"],
    "airflow.sdk": ["apache-airflow-task-sdk"],
    "airflow.providers.http": ["apache-airflow-providers-http"],
    "airflow.providers.common.sql": ["apache-airflow-providers-common-sql"],
    pandas: ["pandas"],
    "google.auth": ["google-auth"],
    "google.oauth2": ["google-auth"],
  },
};

/** A DAG file with these lines at its top. */
export const dag = (...lines: readonly string[]): string =>
  `${lines.join("\n")}\nfrom airflow.sdk import DAG\nwith DAG("a"):\n    pass\n`;
