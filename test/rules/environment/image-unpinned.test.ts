import { expect, test } from "vitest";
import { toldBy } from "./told-by.ts";

const digest = `sha256:${"a1".repeat(32)}`;
const told = (text: string, path?: string) => toldBy("ENV-008", text, path === undefined ? {} : { path });
const says = (place: string, image: string) => `${place} \`${image}\` may be another image tomorrow: it has no digest.`;

test("every container of a manifest, whatever its kind", async () => {
  const text = `apiVersion: batch/v1
kind: CronJob
spec:
  jobTemplate:
    spec:
      template:
        spec:
          initContainers:
            - image: busybox
          containers:
            - image: a:1
            - image: a@${digest}
---
apiVersion: argoproj.io/v1alpha1
kind: Workflow
spec:
  templates:
    - container:
        image: b:2
`;
  expect(await told(text)).toEqual([says("9:22", "busybox"), says("11:22", "a:1"), says("19:16", "b:2")]);
});

test("a chart's values", async () => {
  const text = `image:\n  repository: a/b\n  tag: 1.2\nimages:\n  airflow: { repository: ~, tag: ~ }\n  statsd: { repository: s, digest: ${digest} }\nsidecar:\n  image: x/y:1\nname: image\n`;
  expect(await told(text, "charts/a/values.yaml")).toEqual([says("2:15", "a/b:1.2"), says("8:10", "x/y:1")]);
});

test("a Dockerfile, but for its stages and scratch", async () => {
  const text = `ARG V=3.12\nARG OTHER\nFROM python:\${V} AS build\nFROM build\nCOPY --from=build /a /a\nCOPY --from=0 /a /a\nCOPY --from=alpine:3 /a /a\nFROM scratch\nFROM a@${digest}\nFROM $OTHER\n`;
  expect(await told(text, "Dockerfile")).toEqual([
    says("3:6", "python:3.12"),
    says("7:1", "alpine:3"),
    "open: an image is named only when it is built or rendered",
  ]);
});

test("what a template renders is open, what it writes out is not", async () => {
  const text = `apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: "{{ .Values.image }}"\n    - image: a:1\n`;
  expect(await told(text, "charts/a/templates/a.yaml")).toEqual([
    says("6:14", "a:1"),
    "open: an image is named only when it is built or rendered",
  ]);
});

test("what looks like an image in a kind of others, and a volume that is one", async () => {
  const other =
    "apiVersion: sparkoperator.k8s.io/v1beta2\nkind: SparkApplication\nspec:\n  image: a.io/spark:3\n  logo: { image: a.png }\n";
  expect(await told(other)).toEqual([says("4:10", "a.io/spark:3")]);
  const volume = "apiVersion: v1\nkind: Pod\nspec:\n  volumes: [{ name: a, image: { reference: a.io/b:1 } }]\n";
  expect(await told(volume)).toEqual([says("4:44", "a.io/b:1")]);
});

test("definitions and policies make no pods", async () => {
  expect(
    await told("apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nspec:\n  containers:\n    - image: '*:latest'\n"),
  ).toEqual([]);
});

test("of very many the first hundred are told, in little time", async () => {
  const text = Array.from({ length: 20_000 }, (_, i) => `k${i}: { image: "a/b:1" }`).join("\n");
  expect(await told(text, "charts/a/values.yaml")).toHaveLength(100);
});

test("what a mount of a Dockerfile's command is from", async () => {
  const run = `RUN --mount=type=cache,target=/c --mount=type=bind,from=evil/a:1,target=/a --mount=from=build --mount=from=a@${digest} x`;
  const text = `FROM a@${digest} AS build\nFROM build\n${run}\n`;
  expect(await toldBy("ENV-008", text, { path: "Dockerfile" })).toEqual([expect.stringMatching(/^3:1 `evil\/a:1` /)]);
});
