import { expect, test } from "vitest";
import { podExample } from "../../../src/rules/environment/pod-example.ts";
import { toldBy } from "./told-by.ts";

test("network, processes and memory", async () => {
  expect(await toldBy("ENV-011", podExample({ spec: "hostNetwork: true\nhostPID: on\nhostIPC: true" }))).toEqual([
    expect.stringMatching(/^6:16 With `hostNetwork` this pod /),
    expect.stringMatching(/^7:12 With `hostPID` this pod /),
    expect.stringMatching(/^8:12 With `hostIPC` this pod /),
  ]);
});

test("not where it is off, and not in a definition", async () => {
  expect(await toldBy("ENV-011", podExample({ spec: "hostNetwork: false" }))).toEqual([]);
  const policy = "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nspec: { hostNetwork: true }\n";
  expect(await toldBy("ENV-011", policy)).toEqual([]);
});
