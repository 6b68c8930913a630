import { expect, test } from "vitest";
import { toldBy } from "./told-by.ts";

const told = (kind: string, rest: string) =>
  toldBy("ENV-015", `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata: { name: a }\n${rest}\n`);

test("a role that allows everything", async () => {
  expect(await told("ClusterRole", 'rules: [{ apiGroups: [""], resources: ["*"], verbs: ["*"] }]')).toEqual([
    "4:53 This role allows every verb on every resource.",
  ]);
});

test("a binding that gives cluster-admin, or is for everybody", async () => {
  const roleRef = (name: string) =>
    `roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${name} }`;
  expect(await told("RoleBinding", roleRef("cluster-admin"))).toEqual(["4:74 This binding gives `cluster-admin`."]);
  expect(
    await told("ClusterRoleBinding", `${roleRef("view")}\nsubjects: [{ kind: Group, name: "system:unauthenticated" }]`),
  ).toEqual(["5:33 This binding is for everybody (`system:unauthenticated`)."]);
  expect(await told("ClusterRoleBinding", `${roleRef("view")}\nsubjects: [{ kind: Group, name: ops }]`)).toEqual([]);
});

test("in a list of its own kind, whose items need not say what they are", async () => {
  const item =
    "metadata: { name: b }, roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }";
  expect(await told("ClusterRoleBindingList", `items: [{ ${item} }]`)).toEqual([
    expect.stringMatching(/^4:\d+ This binding gives `cluster-admin`\.$/),
  ]);
});

test("items of a list that say nothing of themselves are told on their lines, whatever is said", async () => {
  const text = "apiVersion: policy/v1beta1\nkind: PodSecurityPolicyList\nitems: [{ metadata: { name: a } }, 1, null]\n";
  for (const rule of ["ENV-002", "ENV-003", "ENV-004"]) expect(await toldBy(rule, text)).toBeInstanceOf(Array);
  expect(await toldBy("ENV-004", text)).toEqual([expect.stringMatching(/^3:/)]);
});

test("a role that allows to take any right", async () => {
  const rule = (given: string) => told("ClusterRole", `rules: [{ apiGroups: ["*"], ${given} }]`);
  expect(await rule("resources: [clusterroles], verbs: [get, escalate, bind]")).toEqual([
    "4:69 This role allows to `escalate`, and so to take any right.",
    "4:79 This role allows to `bind`, and so to take any right.",
  ]);
  expect(await rule('resources: ["users", groups], verbs: [impersonate]')).toHaveLength(1);
  expect(await rule('resources: ["*"], verbs: [impersonate]')).toHaveLength(1);
  expect(await rule("resources: [roles], resourceNames: [view], verbs: [escalate]")).toHaveLength(1);
});

test("not on other resources, nor for roles and accounts that are named", async () => {
  const rule = (given: string) => told("ClusterRole", `rules: [{ apiGroups: ["*"], ${given} }]`);
  expect(await rule("resources: [pods], verbs: [bind, impersonate]")).toEqual([]);
  expect(await rule("resources: [clusterroles], resourceNames: [view], verbs: [bind]")).toEqual([]);
  expect(await rule("resources: [users], resourceNames: [ada], verbs: [impersonate, 1]")).toEqual([]);
});
