import { expect, test } from "vitest";
import { podExample } from "../../../src/rules/environment/pod-example.ts";
import { toldBy } from "./told-by.ts";

const volume = (path: string) => podExample({ spec: `volumes:\n  - name: a\n    hostPath: { path: ${path} }` });
const told = (path: string) => toldBy("ENV-012", volume(path));

test("a directory of the machine", async () => {
  expect(await told("/srv/work/")).toEqual(["8:25 This pod mounts `/srv/work` of its machine."]);
  expect(await told("/etc/localtime")).toHaveLength(1);
});

test("not what another rule tells, nor other volumes", async () => {
  expect(await told("/etc")).toEqual([]);
  expect(await toldBy("ENV-012", podExample({ spec: "volumes: [{ name: a, emptyDir: {} }]" }))).toEqual([]);
});

test("a volume whose name is no text", async () => {
  const text = podExample({ spec: "volumes:\n  - name: { toString: a }\n    hostPath: { path: /srv }" });
  expect(await toldBy("ENV-012", text)).toEqual([expect.stringMatching(/^8:25 /)]);
});

test("a PersistentVolume that is a directory of a machine", async () => {
  const volume = (kind: string, spec: string) =>
    `apiVersion: v1\nkind: ${kind}\nmetadata: { name: a }\nspec: { ${spec} }\n`;
  const local = volume("PersistentVolume", "local: { path: /mnt/data }");
  expect(await toldBy("ENV-012", local)).toEqual(["4:24 This pod mounts `/mnt/data` of its machine."]);
  expect(await toldBy("ENV-012", volume("PersistentVolume", "hostPath: { path: /mnt/data }"))).toHaveLength(1);
  expect(await toldBy("ENV-013", volume("PersistentVolume", "local: { path: /etc }"))).toHaveLength(1);
  expect(await toldBy("ENV-012", volume("Setting", "local: { path: /mnt/data }"))).toEqual([]);
});
