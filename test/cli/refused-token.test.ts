import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCountersign } from "../support/run-countersign.ts";

/** A forge that takes no token at all. */
let forge: Server;
let url: string;
let cwd: string;
beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), "countersign-refused-"));
  writeFileSync(join(cwd, "CODEOWNERS"), "* @ada\n");
  writeFileSync(join(cwd, "new.yml"), "version: 1\nextends: code-repo\n");
  forge = createServer((_, response) => {
    response.writeHead(401, { "content-type": "application/json" });
    response.end(JSON.stringify({ message: "Bad credentials" }));
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => forge.once("listening", resolve));
  url = `http://127.0.0.1:${(forge.address() as AddressInfo).port}`; // it listens on a port
});
afterAll(() => {
  forge.close();
  rmSync(cwd, { recursive: true });
});

const github = () => ({ GITHUB_API_URL: `${url}/`, GITHUB_TOKEN: "wrong" });
const gitlab = () => ({ GITLAB_URL: url, GITLAB_TOKEN: "wrong" });
const study = ["--repository", "acme/study"];

describe("a token that the forge does not take is named, and is a wrong setting", () => {
  test.each<readonly [string, string, readonly string[], () => Record<string, string>]>([
    ["GITHUB_TOKEN", "policy explain", ["policy", "explain", ...study, "--change", "3"], github],
    ["GITHUB_TOKEN", "policy simulate", ["policy", "simulate", ...study, "--policy", "new.yml"], github],
    ["GITHUB_TOKEN", "policy import", ["policy", "import", "--from", "codeowners", "CODEOWNERS"], github],
    ["GITHUB_TOKEN", "setup github", ["setup", "github", "acme/study", "--app-id", "7"], github],
    ["GITLAB_TOKEN", "policy explain", ["policy", "explain", ...study, "--change", "3"], gitlab],
    [
      "GITLAB_TOKEN",
      "setup gitlab",
      ["setup", "gitlab", "acme/study"],
      () => ({ ...gitlab(), GITLAB_OPERATOR_TOKEN: "the operator's" }),
    ],
    [
      "GITLAB_OPERATOR_TOKEN",
      "setup gitlab --bot",
      ["setup", "gitlab", "acme/study", "--bot", "countersign"],
      () => ({ ...gitlab(), GITLAB_OPERATOR_TOKEN: "wrong" }),
    ],
  ])("%s of %s", async (variable, _, args, env) => {
    const { status, stdout, stderr } = await runCountersign(args, { cwd, env: env() });
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(new RegExp(`[Tt]he token in ${variable} is (not accepted|wrong)`));
    expect(stderr).toContain("Bad credentials");
    expect(stderr).not.toMatch(/APP_ID|PRIVATE_KEY|\n {4}at | \/\//);
  });
});
