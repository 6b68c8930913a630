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

test("in a file of Docker Compose", async () => {
  const text =
    "services:\n  a:\n    network_mode: host\n    pid: host\n    ipc: host\n  b: { network_mode: bridge, ipc: shareable }\n";
  expect(await toldBy("ENV-011", text, { path: "charts/compose.yml" })).toEqual([
    "3:19 With `network_mode: host` this container uses the network of its machine, with all that listens there.",
    "4:10 With `pid: host` this container sees and can end the processes of its machine.",
    "5:10 With `ipc: host` this container shares memory with the processes of its machine.",
  ]);
  expect(await toldBy("ENV-011", text, { path: "charts/other.yml" })).toEqual([]);
});
