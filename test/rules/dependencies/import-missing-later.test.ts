import { expect, test } from "vitest";
import { inspectTexts } from "../../analysis/inspect-texts.ts";
import { knownOf } from "../known-of.ts";
import { dag, airflow3 as inventory, told } from "./inspect-dependencies.ts";

const message = (name: string): string => `The node has no \`${name}\`, and nothing in the repository declares it.`;

test("imports in functions, of packages and providers alike", async () => {
  const text = dag(
    "def f():\n    import polars\n    from airflow.providers.ssh.hooks.ssh import SSHHook\n    import json",
  );
  expect(await told("DEP-002", text, { inventory })).toEqual([
    `2:12 ${message("polars")}`,
    `3:10 ${message("airflow.providers.ssh.hooks.ssh")}`,
  ]);
});

test("a file beside the DAGs", async () => {
  expect(await told("DEP-002", "import polars\n", { inventory, path: "dags/jobs/x.py" })).toEqual([
    `1:8 ${message("polars")}`,
  ]);
});

test("what is imported on loading is another rule's matter", async () => {
  expect(await told("DEP-002", dag("import polars"), { inventory })).toEqual([]);
});

test("tasks with an environment of their own, and guards", async () => {
  const text = dag(
    "@task.docker(image='x')\ndef f():\n    import polars",
    "def g():\n    try:\n        import polars\n    except ImportError:\n        pass",
    "def h():\n    import polars\nPythonVirtualenvOperator(task_id='h', python_callable=h)",
  );
  expect(await told("DEP-002", text, { inventory })).toEqual([]);
});

test("without an inventory nothing is said twice", async () => {
  expect(await told("DEP-002", dag("def f():\n    import polars"), { hasNode: true })).toEqual([]);
});

test("the package of a provider is named", async () => {
  const text = dag("def f():\n    from airflow.providers.cncf.kubernetes.hooks.kubernetes import KubernetesHook");
  const { findings } = await inspectTexts({
    files: [{ path: "dags/a.py", text }],
    known: knownOf({ node: {}, inventory }),
  });
  expect(findings.filter(({ rule }) => rule === "DEP-002").map(({ remedy }) => remedy)).toEqual([
    expect.stringContaining("`apache-airflow-providers-cncf-kubernetes`"),
  ]);
});
