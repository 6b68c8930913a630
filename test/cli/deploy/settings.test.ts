import { describe, expect, test } from "vitest";
import { type DeployFlags, readDeploySettings } from "../../../src/cli/deploy/settings.ts";

const flags: DeployFlags = {
  repository: "https://example.org/acme/study.git",
  ref: "main",
  target: "dags",
  interval: "60s",
  syncTimeout: "120s",
  submodules: "off",
  keep: "2",
  quietFor: "10m",
  unreviewed: true,
};
const read = (change: Partial<DeployFlags>, env = {}) => readDeploySettings({ ...flags, ...change }, env, "/srv");

test("what is not said has its default", () => {
  expect(read({})).toMatchObject({
    target: "/srv/dags",
    namespace: "study",
    subdirectory: "",
    state: null,
    isOnce: false,
    intervalMs: 60_000,
    syncTimeoutMs: 120_000,
    quietMs: 600_000,
    depth: null,
    maxFailures: null,
    httpBind: null,
  });
});

describe("a flag that cannot be meant is an error which names it", () => {
  const cases: readonly (readonly [string, Partial<DeployFlags>])[] = [
    ["--ref", { ref: "-x" }],
    ["--ref", { ref: "main:main" }],
    ["--ref", { ref: "+main" }],
    ["--ref", { ref: "main~1" }],
    ["--ref", { ref: "a..b" }],
    ["--ref", { ref: "refs/heads/*" }],
    ["--ref", { ref: "a b" }],
    ["--ref", { ref: "x@{1}" }],
    ["--ref", { ref: "x.lock" }],
    ["--ref", { ref: "" }],
    ["--namespace", { namespace: "a/b" }],
    ["--namespace", { namespace: ".hidden" }],
    ["--namespace", { namespace: "-x" }],
    ["--namespace", { namespace: "" }],
    ["--interval", { interval: "60" }],
    ["--interval", { interval: "9ms" }],
    ["--interval", { interval: "1h" }],
    ["--sync-timeout", { syncTimeout: "0s" }],
    ["--subdirectory", { subdirectory: "../x" }],
    ["--subdirectory", { subdirectory: "/x" }],
    ["--submodules", { submodules: "yes" }],
    ["--username", { username: "u" }],
    ["--depth", { depth: "0" }],
    ["--depth", { depth: "-1" }],
    ["--max-failures", { maxFailures: "x" }],
    ["--keep", { keep: "1.5" }],
    ["--http-bind", { httpBind: "x" }],
    ["--http-bind", { httpBind: "127.0.0.1:99999" }],
    ["--webhook-url", { webhookUrl: "ftp://x" }],
    ["--repository", { repository: "https://user:s3cr3t@example.org/x" }],
    ["--repository", { repository: "ext::sh -c id" }],
    ["--repository", { repository: "--upload-pack=id" }],
    ["--target", { target: "" }],
  ];
  test.each(cases)("%s %j", (setting, change) => {
    expect(() => read(change)).toThrow(expect.objectContaining({ name: "ConfigError", setting }));
    expect(() => read(change)).not.toThrow(/s3cr3t/);
  });

  test("without --unreviewed there is nobody to ask, whatever else is said", () => {
    const { unreviewed: _, ...reviewed } = flags;
    expect(() => readDeploySettings(reviewed, {}, "/srv")).toThrow(
      expect.objectContaining({ setting: "--unreviewed", message: expect.stringContaining("asks nobody") }),
    );
  });
});

test.each([
  ["git@example.org:acme/data.git", "data"],
  ["ssh://git@example.org:22/acme/data/", "data"],
  ["/srv/git/data.git", "data"],
  ["host:data", "data"],
])("the namespace of %s is %s", (repository, namespace) => {
  expect(read({ repository }).namespace).toBe(namespace);
});

test.each([["main", "v1.0", "feature/x-1", "refs/heads/main", "HEAD", "a".repeat(40), "release-2026.10"]])(
  "refs such as %s are good",
  (...refs) => {
    expect(refs.map((ref) => read({ ref }).ref)).toEqual(refs);
  },
);

test("credentials come from a file, or from the environment", () => {
  const env = { COUNTERSIGN_GIT_USERNAME: "u", COUNTERSIGN_GIT_PASSWORD: "p" };
  expect(read({}, env)).toMatchObject({ username: "u", password: "p", passwordFile: null });
  expect(read({ username: "v", passwordFile: "secret" }, env)).toMatchObject({
    username: "v",
    passwordFile: "/srv/secret",
  });
});
