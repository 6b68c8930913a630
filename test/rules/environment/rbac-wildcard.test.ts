import { expect, test } from "vitest";
import { toldBy } from "./told-by.ts";

const told = (rule: string, kind = "Role") =>
  toldBy(
    "ENV-014",
    `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata: { name: a }\nrules:\n  - ${rule}\n`,
  );

test("each list that has a star", async () => {
  expect(await told('{ apiGroups: ["*"], resources: [pods, "*"], verbs: [get] }')).toEqual([
    "5:19 This role allows `*` as `apiGroups`, and so what nobody has thought of yet.",
    "5:43 This role allows `*` as `resources`, and so what nobody has thought of yet.",
  ]);
  expect(await told('{ apiGroups: [""], resources: [pods], verbs: ["*"] }', "ClusterRole")).toHaveLength(1);
});

test("not a role that allows everything, which another rule tells, nor another kind", async () => {
  expect(await told('{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }')).toEqual([]);
  expect(await told('{ apiGroups: [""], resources: [pods], verbs: ["*"] }', "Other")).toEqual([]);
  expect(await toldBy("ENV-014", "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nrules: 5\n")).toEqual([]);
});
