import { expect, test } from "vitest";
import { podExample } from "../../../src/rules/environment/pod-example.ts";
import { toldBy } from "./told-by.ts";

const pod = (path: string, container = "") =>
  podExample({ spec: `volumes:\n  - name: a\n    hostPath: { path: ${path} }`, container });
const told = (path: string, container?: string) => toldBy("ENV-013", pod(path, container));

test.each([
  "/",
  "//",
  "/./",
  "/etc",
  "/etc/kubernetes/pki",
  "/var/run/docker.sock",
  "/run/containerd/containerd.sock",
  "/var/run",
  "/var/lib/kubelet/pods",
  "/root/.ssh",
  "/srv/../etc",
])("%s", async (path) => {
  expect(await told(path)).toEqual([
    expect.stringMatching(/^8:25 With `\/.*` of its machine this pod can take over that machine\.$/),
  ]);
});

test.each(["/srv/work", "/etc/localtime", "/mnt/etc", "/var/log", "/data/docker.sock.d", "/var/lib/kubelet/plugins/a"])(
  "not %s",
  async (path) => {
    expect(await told(path)).toEqual([]);
  },
);

test("a directory that is mounted read-only is less, a socket is not", async () => {
  const readOnly = "volumeMounts: [{ name: a, mountPath: /a, readOnly: true }]";
  expect(await told("/", readOnly)).toEqual([]);
  expect(await toldBy("ENV-012", pod("/", readOnly))).toHaveLength(1);
  expect(await told("/var/run/docker.sock", readOnly)).toHaveLength(1);
  expect(
    await told("/", "volumeMounts: [{ name: a, mountPath: /a, readOnly: true }, { name: a, mountPath: /b }]"),
  ).toHaveLength(1);
});
