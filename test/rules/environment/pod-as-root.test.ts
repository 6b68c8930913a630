import { expect, test } from "vitest";
import { podExample } from "../../../src/rules/environment/pod-example.ts";
import { toldBy } from "./told-by.ts";

const told = (context: string) => toldBy("ENV-028", podExample({ container: `securityContext: ${context}` }));

test("root, or more rights", async () => {
  expect(await told("{ runAsUser: 0, allowPrivilegeEscalation: true }")).toEqual([
    "9:37 This pod runs as root.",
    "9:66 This pod lets its processes gain rights that it was not given.",
  ]);
});

test("not another user, a group, or what is privileged anyway", async () => {
  expect(await told("{ runAsUser: 1000, runAsGroup: 0, fsGroup: 0 }")).toEqual([]);
  expect(await told("{ privileged: true, allowPrivilegeEscalation: true }")).toEqual([]);
});
