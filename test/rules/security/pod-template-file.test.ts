import { describe, expect, test } from "vitest";
import { inspectTexts, type TextFile } from "../../analysis/inspect-texts.ts";

const template = `spec:
  hostNetwork: true
  containers:
    - name: base
      securityContext: { privileged: true }
  volumes:
    - name: a
      hostPath: { path: / }
    - name: b
      hostPath: { path: /srv/work }
`;

const dag = (given: string) =>
  "import os\nfrom pathlib import Path\n" +
  `from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator as Pod\nPod(task_id="a", ${given})\n`;

const ours = ["SEC-023", "SEC-024", "SEC-025", "SEC-026"];

async function told(given: string, context: readonly TextFile[], known = {}) {
  const files = [{ path: "dags/etl/a.py", text: dag(given) }];
  const { findings, indeterminate, unread } = await inspectTexts({ files, context, ...known });
  expect(unread).toEqual([]);
  return [
    ...findings.filter(({ rule }) => ours.includes(rule)).map(({ rule, span }) => `${rule} ${span.start.line}`),
    ...indeterminate.filter(({ rule }) => ours.includes(rule)).map(({ rule, reason }) => `${rule} open: ${reason}`),
  ].sort();
}

const all = ["SEC-023 4", "SEC-024 4", "SEC-025 4", "SEC-026 4"];

describe("the file that a task takes as its pod's template is looked at", () => {
  test.each([
    ["of any name", '"/opt/airflow/dags/repo/config/worker.tpl"', "config/worker.tpl"],
    ["beside the DAG file", 'os.path.join(os.path.dirname(__file__), "pod.txt")', "dags/etl/pod.txt"],
    ["by pathlib", 'str(Path(__file__).parent / "pods" / "big")', "dags/etl/pods/big"],
    ["above the DAG file", 'f"{os.path.dirname(__file__)}/../pod.yaml"', "dags/pod.yaml"],
    ["below an unknown folder", 'f"{HOME}/dags/pods/a.yaml"', "dags/pods/a.yaml"],
    ["of the work directory", '"config/a.yaml"', "config/a.yaml"],
  ])("%s", async (_, written, path) => {
    expect(await told(`pod_template_file=${written}`, [{ path, text: template }])).toEqual(all);
  });

  test("as the executor is told", async () => {
    const given = 'executor_config={"pod_template_file": "/opt/airflow/dags/pods/a.yaml"}';
    expect(await told(given, [{ path: "dags/pods/a.yaml", text: template }])).toEqual(all);
  });

  test("when it alone is changed", async () => {
    const path = "config/worker.tpl";
    const { findings } = await inspectTexts({
      files: [{ path, text: template, kind: "other", before: { path, text: "spec: {}\n" } }],
      context: [{ path: "dags/a.py", text: `${dag('pod_template_file="config/worker.tpl"')}# airflow DAG\n` }],
    });
    expect(findings.filter(({ rule }) => rule === "SEC-023").map((one) => [one.path, one.isNew])).toEqual([
      ["dags/a.py", true],
    ]);
  });

  test("one that gives no power is not told", async () => {
    const text = "spec:\n  containers: [{ name: base, image: a }]\n";
    expect(await told('pod_template_file="config/a.yaml"', [{ path: "config/a.yaml", text }])).toEqual([]);
    expect(await told("pod_template_file=None", [])).toEqual([]);
  });
});

describe("where it cannot be looked at, that is open", () => {
  test.each([
    [
      "not in the repository",
      'pod_template_file="/etc/pods/a.yaml"',
      "`/etc/pods/a.yaml`, which a task takes as its pod's template, is not found in the repository",
    ],
    [
      "of the same name alone",
      'pod_template_file="/etc/pods/b.yaml"',
      "`/etc/pods/b.yaml`, which a task takes as its pod's template, is not found in the repository",
    ],
    [
      "no text",
      'pod_template_file="config/binary"',
      "`config/binary`, which a task takes as its pod's template, cannot be read",
    ],
    [
      "not known",
      'pod_template_file=os.environ["TEMPLATE"]',
      "which file a task takes as its pod's template is known only when it runs",
    ],
    [
      "a template of Jinja",
      'pod_template_file="pods/{{ params.pod }}.yaml"',
      "which file a task takes as its pod's template is known only when it runs",
    ],
  ])("%s", async (_, given, reason) => {
    const context = [
      { path: "b.yaml", text: template },
      { path: "config/binary", text: new Uint8Array([0, 1, 2, 255]) },
    ];
    expect(await told(given, context)).toEqual([`SEC-023 open: ${reason}`]);
  });
});
