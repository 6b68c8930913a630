import { expect, test } from "vitest";
import { podExample } from "../../../src/rules/environment/pod-example.ts";
import { toldBy } from "./told-by.ts";

const told = (container: string, path?: string) =>
  toldBy("ENV-010", podExample({ container }), path === undefined ? {} : { path });

test("privileged, or a capability that comes to the same", async () => {
  expect(
    await told("securityContext:\n  privileged: true\n  capabilities: { add: [NET_BIND_SERVICE, SYS_ADMIN] }"),
  ).toEqual([
    "10:21 This container is privileged, so it can take over the machine that it runs on.",
    "11:49 This container has the capability `SYS_ADMIN`, so it can take over the machine that it runs on.",
  ]);
});

test("a process of the host, on Windows", async () => {
  expect(await told("securityContext: { windowsOptions: { hostProcess: true } }")).toEqual([
    "9:57 This container is a process of its host, so it can take over the machine that it runs on.",
  ]);
});

test("as YAML 1.1 says true", async () => {
  expect(await told("securityContext: { privileged: yes }")).toHaveLength(1);
});

test("not what is dropped, or false, or of something else", async () => {
  expect(await told("securityContext: { privileged: false, capabilities: { drop: [ALL] } }")).toEqual([]);
  expect(await toldBy("ENV-010", "apiVersion: a.org/v1\nkind: Account\nspec: { privileged: true }\n")).toEqual([]);
});

test("in a chart's values and templates, too", async () => {
  expect(
    await toldBy("ENV-010", "worker:\n  containerSecurityContext: { privileged: true }\n", {
      path: "charts/a/values.yaml",
    }),
  ).toHaveLength(1);
  const template = `apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: {{ .Values.name }}\n      securityContext:\n        {{- toYaml .Values.more | nindent 8 }}\n        privileged: true\n`;
  expect(await toldBy("ENV-010", template, { path: "charts/a/templates/pod.yaml" })).toEqual([
    expect.stringMatching(/^8:21 /),
  ]);
});

test("what a template has under a condition is open, but not for one around all of it", async () => {
  const template = [
    "{{- if .Values.enabled }}",
    "apiVersion: v1",
    "kind: Pod",
    "spec:",
    "  containers:",
    "    - name: a",
    "      securityContext:",
    "        {{- if .Values.debug }}",
    "        privileged: true",
    "        {{- end }}",
    "    - name: b",
    "      securityContext: { privileged: true }",
    "{{- end }}",
  ].join("\n");
  expect(await toldBy("ENV-010", template, { path: "charts/a/templates/pod.yaml" })).toEqual([
    expect.stringMatching(/^12:38 /),
    "open: line 9 of the template is rendered under a condition only",
  ]);
});

test("in a template of pods beside plugins, of which nothing else is asked", async () => {
  const pod = podExample({ container: "securityContext: { privileged: true }" });
  expect(await toldBy("ENV-010", pod, { path: "plugins/pod.yaml" })).toHaveLength(1);
  expect(await toldBy("ENV-001", "a: 1\na: 2\n", { path: "plugins/settings.yaml" })).toEqual([]);
});

test("in a template of pods of no kind, beside DAGs or by its name", async () => {
  const pod = podExample({ container: "securityContext: { privileged: true }" });
  const told = (path: string) => toldBy("ENV-010", pod, { path });
  expect(await told("dags/etl/pod.yaml")).toHaveLength(1);
  expect(await told("config/pod_template.yaml")).toHaveLength(1);
  expect(await told("config/pod.yaml")).toEqual([]);
});

test("in a template of pods that does not say that it is a pod", async () => {
  const pod = podExample({ container: "securityContext: { privileged: true }" });
  const bare = pod.replaceAll(/^(?:apiVersion|kind):.*\n/gm, "");
  expect(bare).not.toBe(pod);
  expect(await toldBy("ENV-010", bare, { path: "dags/pod.yaml" })).toHaveLength(1);
  expect(await toldBy("ENV-010", pod.replace("kind: Pod", ""), { path: "dags/pod.yaml" })).toHaveLength(1);
  for (const rule of ["ENV-001", "ENV-002", "ENV-003"])
    expect(await toldBy(rule, bare.replace("true", "false"), { path: "dags/pod.yaml" })).toEqual([]);
});

test("in a file of Docker Compose", async () => {
  const text =
    "services:\n  a:\n    privileged: true\n    cap_add: [NET_ADMIN, SYS_ADMIN]\n  b: { privileged: false }\n  c:\n";
  expect(await toldBy("ENV-010", text, { path: "charts/docker-compose.override.yml" })).toEqual([
    "3:17 This container is privileged, so it can take over the machine that it runs on.",
    "4:26 This container has the capability `SYS_ADMIN`, so it can take over the machine that it runs on.",
  ]);
  expect(await toldBy("ENV-010", text, { path: "charts/compose.yaml" })).toHaveLength(2);
  expect(await toldBy("ENV-010", text, { path: "charts/other.yaml" })).toEqual([]);
});
