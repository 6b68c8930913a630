import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ConfigError } from "../../src/domain/errors.ts";
import { readConfiguration } from "../../src/service/configuration.ts";

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
});
const github = { APP_ID: "7", PRIVATE_KEY: privateKey, WEBHOOK_SECRET: "s3cret" };
const gitlab = { GITLAB_TOKEN: "glpat-x", GITLAB_WEBHOOK_SECRET: "s3cret" };

function problemOf(env: Readonly<Record<string, string>>): ConfigError {
  try {
    readConfiguration(env, "/nowhere");
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error("it was accepted");
}

describe("settings that cannot be used are named, with what to do", () => {
  test.each([
    ["no webhook secret", { APP_ID: "7", PRIVATE_KEY: privateKey }, "WEBHOOK_SECRET"],
    ["an empty webhook secret", { ...github, WEBHOOK_SECRET: "" }, "WEBHOOK_SECRET"],
    ["no private key", { APP_ID: "7", WEBHOOK_SECRET: "s" }, "PRIVATE_KEY"],
    ["a private key that is none", { ...github, PRIVATE_KEY: "hello" }, "PRIVATE_KEY"],
    [
      "a private key file that is not there",
      { APP_ID: "7", WEBHOOK_SECRET: "s", PRIVATE_KEY_PATH: "none.pem" },
      "PRIVATE_KEY_PATH",
    ],
    ["an app id that is a word", { ...github, APP_ID: "my-app" }, "APP_ID"],
    ["GitLab without a secret", { GITLAB_TOKEN: "x" }, "GITLAB_WEBHOOK_SECRET"],
    ["a port that is none", { ...github, PORT: "http" }, "PORT"],
    [
      "an interval without a unit",
      { ...github, COUNTERSIGN_RECONCILE_INTERVAL: "60" },
      "COUNTERSIGN_RECONCILE_INTERVAL",
    ],
    ["an interval of nothing", { ...github, COUNTERSIGN_RUN_INTERVAL: "0s" }, "COUNTERSIGN_RUN_INTERVAL"],
    ["an API that is no URL", { ...github, GITHUB_API_URL: "github" }, "GITHUB_API_URL"],
    ["a node's file that is not there", { ...github, COUNTERSIGN_NODE_FILE: "node.yml" }, "COUNTERSIGN_NODE_FILE"],
    ["a log level that is none", { ...github, LOG_LEVEL: "loud" }, "LOG_LEVEL"],
  ])("%s", (_, env, setting) => {
    const problem = problemOf(env);
    expect(problem.setting).toBe(setting);
    expect(problem.message).toContain(setting);
    expect(problem.message).not.toContain("s3cret");
  });
});

test.each([
  ["a node's file", { ...github, COUNTERSIGN_NODE_FILE: "pipe" }],
  ["a private key", { APP_ID: "7", WEBHOOK_SECRET: "s", PRIVATE_KEY_PATH: "pipe" }],
])("a pipe in the place of %s is told, and not waited for", (_, env) => {
  const directory = mkdtempSync(join(tmpdir(), "countersign-configuration-"));
  execFileSync("mkfifo", [join(directory, "pipe")]);
  expect(() => readConfiguration(env, directory)).toThrow(`${join(directory, "pipe")} is a pipe, not a file`);
});

describe("settings that are good", () => {
  test("GitHub alone, with the defaults", () => {
    expect(readConfiguration(github, "/srv")).toMatchObject({
      github: { appId: 7, webhookSecret: "s3cret", apiUrl: "https://api.github.com" },
      gitlab: null,
      node: null,
      stateDirectory: "/srv/state",
      reconcileIntervalMs: 60_000,
      runIntervalMs: 5_000,
      host: "127.0.0.1",
      port: 3000,
    });
  });

  test("a private key from a file, and one written in one line", () => {
    const directory = mkdtempSync(join(tmpdir(), "countersign-configuration-"));
    writeFileSync(join(directory, "key.pem"), privateKey);
    const { PRIVATE_KEY: _, ...rest } = github;
    expect(readConfiguration({ ...rest, PRIVATE_KEY_PATH: "key.pem" }, directory).github?.privateKey).toBe(privateKey);
    const oneLine = privateKey.replaceAll("\n", "\\n");
    expect(readConfiguration({ ...github, PRIVATE_KEY: oneLine }, directory).github?.privateKey).toBe(privateKey);
  });

  test("both forges, and a URL with a slash at its end", () => {
    const both = readConfiguration({ ...github, ...gitlab, GITLAB_URL: "https://git.acme.example/" }, "/srv");
    expect(both.gitlab).toEqual({
      url: "https://git.acme.example",
      token: "glpat-x",
      secret: "s3cret",
      signingToken: null,
    });
  });
});
