import { expect, test } from "vitest";
import { readWorkerQueues } from "../../src/formats/worker-queues.ts";
import { readYaml } from "../../src/formats/yaml-document.ts";

function queuesOf(...texts: readonly string[]) {
  const values = texts.map((text) => {
    const reading = readYaml(text, "values.yaml");
    if (!("document" in reading)) throw new Error(JSON.stringify(reading));
    return reading.document.value;
  });
  const read = readWorkerQueues(values);
  return read === null ? null : "queues" in read ? read.queues.join(" ") : "open";
}

const set = "sets: [{ name: gpu, queue: gpu }, { name: more, queue: 'a, b' }]";

test.each([
  ["workers: { replicas: 2 }", "default"],
  ["executor: KubernetesExecutor\nworkers: { replicas: 2 }", null],
  ["executor: CeleryKubernetesExecutor\nworkers: {}", "default kubernetes"],
  ["replicas: 2", null],
  [`workers: { celery: { ${set} } }`, "a b default gpu"],
  [`workers: { celery: { queue: main, enableDefault: false, ${set} } }`, "a b gpu"],
  ["workers: { celery: { queue: main, enableDefault: false, sets: [{ name: x }] } }", "main"],
  [`airflow: { workers: { celery: { ${set} } } }`, "a b default gpu"],
  ["config: { operators: { default_queue: usual } }\nworkers: {}", "usual"],
  ["workers: { args: [bash, -c, exec airflow celery worker -q gpu] }", "gpu"],
  ["workers: { args: [airflow, celery, worker, --queues, 'gpu,cpu'] }", "cpu gpu"],
  ["workers: { args: [bash, -c, exec airflow celery worker -q $QUEUE] }", "open"],
  ["workers: { args: [bash, -c, '{{ .Values.start }}'] }", "open"],
  [
    'workers: { args: [bash, -c, \'exec airflow {{ semverCompare ">=2.0.0" .Values.airflowVersion | ternary "celery worker" "worker" }}\'] }',
    "default",
  ],
  ["env: [{ name: AIRFLOW__OPERATORS__DEFAULT_QUEUE, value: x }]\nworkers: {}", "open"],
  ["workers: { celery: { queue: 3 } }", "open"],
])("%s", (text, expected) => {
  expect(queuesOf(text)).toBe(expected);
});

test("a later file wins over an earlier one", () => {
  expect(queuesOf("workers: { celery: { queue: one } }", "workers: { celery: { queue: two } }")).toBe("two");
  expect(queuesOf("workers: { celery: { queue: one } }", "workers: { replicas: 3 }")).toBe("one");
});
