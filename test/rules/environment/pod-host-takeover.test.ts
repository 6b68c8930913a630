import { describe, expect, test } from "vitest";
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

describe("of Docker Compose", () => {
  const service = (...lines: readonly string[]) => `services:\n  a:\n${lines.map((line) => `    ${line}\n`).join("")}`;
  const compose = (rule: string, text: string) => toldBy(rule, text, { path: "charts/docker-compose.yml" });

  test.each([
    ["a socket, read-only", 'volumes: ["/var/run/docker.sock:/var/run/docker.sock:ro"]', "3:15"],
    ["the whole machine", "volumes: [/:/host]", "3:15"],
    ["in the long form", "volumes: [{ type: bind, source: /etc, target: /host }]", "3:37"],
    ["a disk", "devices: [/dev/sda1:/dev/sda1]", "3:15"],
    ["all memory", "devices: [{ source: /dev/mem, target: /dev/mem }]", "3:15"],
  ])("%s", async (_, line, place) => {
    expect(await compose("ENV-013", service(line))).toEqual([
      expect.stringMatching(
        new RegExp(`^${place} With \`/.*\` of its machine this container can take over that machine\\.$`),
      ),
    ]);
  });

  test("a named volume that stands for a directory, and what a merge key brings", async () => {
    const named = "volumes:\n  a: { driver_opts: { type: none, o: bind, device: /root } }\n  b: {}\n";
    expect(await compose("ENV-013", named)).toEqual([expect.stringMatching(/^2:52 /)]);
    const merged = "x-a: &a\n  volumes: [/etc:/etc]\nservices:\n  a:\n    <<: *a\n";
    expect(await compose("ENV-013", merged)).toHaveLength(1);
  });

  test.each([
    "volumes: [data:/data, ./dags:/opt/airflow/dags, /data]",
    "volumes: [{ type: volume, source: data, target: /data }]",
    `volumes: ['$\{ROOT:-/}:/data']`,
    "devices: [/dev/fuse, /dev/dri:/dev/dri]",
  ])("not %s", async (line) => {
    expect(await compose("ENV-013", service(line))).toEqual([]);
    expect(await compose("ENV-012", service(line))).toEqual([]);
  });

  test("a directory of its own, or read-only, is less", async () => {
    expect(await compose("ENV-012", service("volumes: [/srv/work:/work, /etc:/etc:ro]"))).toEqual([
      "3:15 This container mounts `/srv/work` of its machine.",
      "3:32 This container mounts `/etc` of its machine.",
    ]);
    expect(await compose("ENV-013", service("volumes: [/srv/work:/work, /etc:/etc:ro]"))).toEqual([]);
  });
});
