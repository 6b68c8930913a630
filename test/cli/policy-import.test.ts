import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Github, startGithub } from "../forges/github/start-github.ts";
import { runCli } from "../support/run-cli.ts";

const directory = mkdtempSync(join(tmpdir(), "countersign-import-"));
let github: Github;
beforeAll(async () => {
  github = await startGithub();
});
afterAll(async () => {
  await github.close();
  rmSync(directory, { recursive: true });
});

function importFile(content: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  writeFileSync(join(directory, "given"), content);
  return runCli(["policy", "import", "given", ...args], { cwd: directory, env });
}

test("a CODEOWNERS file with logins: printed and usable, and 1 until the ids are filled in", async () => {
  const ran = await importFile("* @ben @acme/data-controllers\n/x @nobody-here\n", ["--from", "codeowners"]);
  expect(ran.status).toBe(1);
  expect(ran.stderr).toContain("to fill in: ben, nobody-here could not be looked up, as no token is set.");
  writeFileSync(join(directory, "policy.yml"), ran.stdout);
  expect(await runCli(["policy", "check", "policy.yml"], { cwd: directory })).toMatchObject({ status: 0 });
});

test("with a token the ids are looked up, and the policy is whole", async () => {
  const token = github.simulator.model.tokens.find((one) => one.accountId === github.people.ada.id)?.token ?? "";
  const env = { GITHUB_TOKEN: token, GITHUB_API_URL: github.simulator.baseUrl };
  const whole = await importFile("* @ben @acme/data-controllers\n", ["--from", "codeowners"], env);
  expect(whole.status).toBe(0);
  expect(whole.stdout).toContain(`- { login: ben, id: ${github.people.ben.id} }`);
  const stranger = await importFile("* @nobody-here\n", ["--from", "codeowners"], env);
  expect(stranger).toMatchObject({ status: 1, stderr: expect.stringContaining("are no accounts (any more)") });
  const refused = await importFile("* @ben\n", ["--from", "codeowners"], { ...env, GITHUB_TOKEN: "wrong" });
  expect(refused).toMatchObject({
    status: 2,
    stdout: "",
    stderr: expect.stringContaining("GITHUB_TOKEN is not accepted"),
  });
});

test("a policy of policy-bot; and what cannot be carried over at all: 2, with its place, and nothing printed", async () => {
  const rules = "approval_rules: [{ name: a, requires: { count: 1, teams: [acme/data] } }]\n";
  const good = await importFile(`policy: { approval: [a] }\n${rules}`, ["--from", "policy-bot"]);
  expect(good).toMatchObject({ status: 0, stdout: expect.stringContaining("count: 1") });
  const bad = await importFile(`policy: { approval: [b] }\n${rules}`, ["--from", "policy-bot"]);
  expect(bad).toMatchObject({
    status: 2,
    stdout: "",
    stderr: expect.stringContaining('given:1:22: No rule is called "b"'),
  });
  expect((await importFile("", ["--from", "elsewhere"])).status).toBe(2);
});

test("a directory: the file that the forge takes, or that policy-bot's own file names, and which one that was", async () => {
  const tree = join(directory, "tree");
  for (const folder of [".github", "docs", "shared"]) mkdirSync(join(tree, folder), { recursive: true });
  const policyImport = (...args: readonly string[]) => runCli(["policy", "import", ...args], { cwd: tree });
  expect(await policyImport(".", "--from", "codeowners")).toMatchObject({
    status: 2,
    stdout: "",
    stderr: expect.stringContaining("There is none of `.github/CODEOWNERS`, `CODEOWNERS`"),
  });
  writeFileSync(join(tree, ".github/CODEOWNERS"), "/a @acme/one\n");
  writeFileSync(join(tree, "docs/CODEOWNERS"), "/a @acme/two\n");
  const onGithub = await policyImport(".", "--from", "codeowners");
  expect(onGithub).toMatchObject({ status: 0, stdout: expect.stringContaining("acme/one") });
  expect(onGithub.stderr).toContain("note: .github/CODEOWNERS is taken: GitHub takes the first of");
  const onGitlab = await policyImport(".", "--from", "codeowners", "--forge", "gitlab");
  expect(onGitlab).toMatchObject({ status: 0, stdout: expect.stringContaining("acme/two") });

  writeFileSync(join(tree, ".policy.yml"), "remote: acme/policies\n");
  writeFileSync(
    join(tree, "shared/policy.yml"),
    "policy: { approval: [a] }\napproval_rules: [{ name: a, requires: { count: 1, teams: [acme/data] } }]\n",
  );
  const remote = await policyImport(".", "--from", "policy-bot");
  expect(remote).toMatchObject({
    status: 2,
    stderr: expect.stringContaining(".policy.yml:1:9: The policy is that of acme/policies: give that file as well"),
  });
  const both = await policyImport(".", "shared", "--from", "policy-bot");
  expect(both).toMatchObject({ status: 0, stdout: expect.stringContaining("acme/data") });
  expect(both.stderr).toContain(
    'shared/policy.yml is taken for the policy of "acme/policies", which .policy.yml names.',
  );
});
