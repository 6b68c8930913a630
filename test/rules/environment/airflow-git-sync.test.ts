import { expect, test } from "vitest";
import { podExample } from "../../../src/rules/environment/pod-example.ts";
import { toldBy } from "./told-by.ts";

const values = (text: string) => toldBy("ENV-030", text, { path: "charts/airflow/values.yaml" });

test("turned on in a chart's values", async () => {
  expect(await values("airflow:\n  dags:\n    gitSync: { enabled: yes }\n")).toEqual([
    expect.stringMatching(/^3:25 With git-sync, /),
  ]);
});

test("a container beside the scheduler", async () => {
  const pod = podExample({ spec: "initContainers:\n  - name: a\n    image: registry.k8s.io/git-sync/git-sync:v4.4.0" });
  expect(await toldBy("ENV-030", pod)).toEqual([expect.stringMatching(/^8:14 /)]);
});

test("not where it is off, and no other image", async () => {
  expect(await values("dags: { gitSync: { enabled: false } }\ngitSync: on\n")).toEqual([]);
  expect(await toldBy("ENV-030", podExample({}))).toEqual([]);
});
