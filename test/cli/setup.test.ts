import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { repositoryByName } from "../forge/model/model.ts";
import { readGithubDescription } from "../forge/support/github-description.ts";
import { createExchangeValidator } from "../forge/support/validate-exchange.ts";
import { type Github, startGithub } from "../forges/github/start-github.ts";
import { baseSeed, type Gitlab, startGitlab } from "../forges/gitlab/start-gitlab.ts";
import { runCli } from "../support/run-cli.ts";
import type { Ran } from "../support/run-countersign.ts";

const directory = mkdtempSync(join(tmpdir(), "countersign-setup-"));
afterAll(() => rmSync(directory, { recursive: true }));
const schema = new URL("../../docs/schemas/setup.schema.json", import.meta.url);
const fits = new Ajv2020({ allErrors: true }).compile(JSON.parse(readFileSync(schema, "utf8")));

function answerOf({ stdout }: Ran) {
  const answer = JSON.parse(stdout);
  expect(fits(answer), JSON.stringify(fits.errors)).toBe(true);
  return answer;
}

test.each([
  ["github", "study", "OWNER/NAME"],
  ["github", "acme/group/study", "OWNER/NAME"],
  ["github", "https://github.com/acme/study", "OWNER/NAME"],
  ["gitlab", "study", "GROUP/NAME"],
])("setup %s %s: what the name must look like is said before any token is asked for", async (forge, name, wanted) => {
  const ran = await runCli(["setup", forge, name], { cwd: directory });
  expect(ran).toMatchObject({ status: 2, stderr: expect.stringContaining(`Write ${wanted}, such as acme/study.`) });
});

describe("on GitHub", () => {
  let github: Github;
  let token: string;
  beforeAll(async () => {
    github = await startGithub();
    token = github.simulator.model.tokens.find((one) => one.accountId === github.people.eve.id)?.token ?? "";
  });
  afterAll(() => github.close());

  const setup = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    runCli(["setup", "github", "acme/study", ...args], {
      cwd: directory,
      env: { GITHUB_API_URL: github.simulator.baseUrl, GITHUB_TOKEN: token, APP_ID: String(github.appId), ...env },
    });
  const study = () => repositoryByName(github.simulator.model, "acme/study");

  test("shows what it would do, does it when told to, and finds nothing to do the next time", async () => {
    const stop = github.simulator.exchanges.record();
    const shown = await setup([]);
    expect(shown.status).toBe(1);
    expect(shown.stdout).toContain('+ the check "countersign/approval: main" is required from the app number');
    expect(shown.stderr).toContain("Nothing was changed. Run it again with --yes");
    expect(study().rulesets).toEqual([]);

    expect((await setup(["--check"])).status).toBe(1);
    const done = answerOf(await setup(["--yes", "--format", "json"]));
    expect(done).toMatchObject({ branch: "main", applied: true, gate: { state: "enforced", reasons: [] } });
    expect(study().rulesets).toMatchObject([{ name: "Countersign: main", include: ["refs/heads/main"], bypass: [] }]);

    const again = await setup(["--yes"]);
    expect(again).toMatchObject({ status: 0, stdout: expect.stringContaining("nothing had to be changed") });
    expect(answerOf(await setup(["--check", "--format", "json"]))).toMatchObject({ diff: [], applied: false });
    expect(study().rulesets).toHaveLength(1);

    const validate = createExchangeValidator(await readGithubDescription());
    const problems = stop().flatMap((one) =>
      validate(one).problems.map((problem) => `${one.method} ${one.path}: ${problem}`),
    );
    expect(problems).toEqual([]);
  });

  test("what somebody changed is shown and set right; their own rules and checks stay", async () => {
    const [set] = study().rulesets;
    if (set === undefined) throw new Error("the ruleset of the test before is gone");
    set.bypass = [{ actorType: "RepositoryRole", actorId: 5, mode: "always" }];
    set.rules = [
      {
        type: "required_status_checks",
        checks: [
          { context: "ci", integrationId: 15368 },
          { context: "countersign/approval: main", integrationId: null },
        ],
        strict: true,
      },
      { type: "update" },
    ];
    const { diff, gate } = answerOf(await setup(["--yes", "--format", "json"]));
    expect(diff).toEqual(
      expect.arrayContaining([
        "- may be bypassed by the role admin",
        '- the check "countersign/approval: main" is required from any app',
        '  the check "ci" is required from the app number 15368',
        "  rule update",
        "+ deletion is blocked",
      ]),
    );
    expect(gate.state).toBe("enforced");
    expect(set.rules.map(({ type }) => type)).toEqual([
      "required_status_checks",
      "update",
      "pull_request",
      "non_fast_forward",
      "deletion",
    ]);
    expect(set.rules[0]).toMatchObject({ strict: true });
  });

  test("a token that may not, that is none, and an app that is not named are told", async () => {
    const ada = github.simulator.model.tokens.find((one) => one.accountId === github.people.ada.id)?.token ?? "";
    const { id } = study().rulesets[0] ?? { id: 0 };
    await github.as.eve.send("DELETE", `/repos/acme/study/rulesets/${id}`);
    const refused = await setup(["--yes"], { GITHUB_TOKEN: ada });
    expect(refused.status).toBe(3);
    expect(refused.stderr).toContain("The token must belong to somebody who administers acme/study.");
    expect(await setup([], { GITHUB_TOKEN: "wrong" })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("the token in GITHUB_TOKEN is not accepted"),
    });
    expect(await setup([], { GITHUB_TOKEN: "" })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("GITHUB_TOKEN is not set"),
    });
    expect(await setup([], { APP_ID: "" })).toMatchObject({ status: 2, stderr: expect.stringContaining("--app-id") });
    expect((await setup(["--app-id", "x"])).status).toBe(2);
    expect(refused.stderr + refused.stdout).not.toContain(ada);
    expect(readdirSync(directory)).toEqual([]);
  });
});

describe("on GitLab", () => {
  let gitlab: Gitlab;
  beforeAll(async () => {
    gitlab = await startGitlab(baseSeed);
  });
  afterAll(() => gitlab.close());

  const setup = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const token =
      gitlab.simulator.model.tokens.find((one) => one.accountId === gitlab.seeded.users.eve?.id)?.token ?? "";
    return runCli(["setup", "gitlab", "acme/study", ...args], {
      cwd: directory,
      env: { GITLAB_URL: gitlab.simulator.baseUrl, GITLAB_TOKEN: "bot-token", GITLAB_OPERATOR_TOKEN: token, ...env },
    });
  };
  const study = () => repositoryByName(gitlab.simulator.model, "acme/study");

  test("protects the branch so that only the bot merges, and finds nothing to do the next time", async () => {
    study().settings.reset_approvals_on_push = false;
    const shown = await setup([]);
    expect(shown.status).toBe(1);
    expect(shown.stdout).toContain("+ merging is allowed to countersign (the bot)");
    expect(study().protectedBranches).toEqual([]);

    const done = answerOf(await setup(["--yes", "--format", "json"]));
    expect(done).toMatchObject({ branch: "main", applied: true, gate: { state: "enforced", reasons: [] } });
    expect(study().settings.reset_approvals_on_push).toBe(true);
    expect((await setup(["--check"])).status).toBe(0);
    expect(answerOf(await setup(["--yes", "--format", "json"]))).toMatchObject({ diff: [], applied: false });
  });

  test("what somebody changed is set right in place, without a moment of no protection", async () => {
    const [main] = study().protectedBranches;
    if (main === undefined) throw new Error("the protection of the test before is gone");
    main.pushAccess = [{ id: 900, accessLevel: 40, accountId: null, organisationId: null }];
    main.mergeAccess.push({ id: 901, accessLevel: 30, accountId: null, organisationId: null });
    main.allowForcePush = true;
    expect((await setup(["--yes"], { GITLAB_TOKEN: "" })).stderr).toContain("or give --bot LOGIN");
    const { diff, gate } = answerOf(
      await setup(["--yes", "--format", "json", "--bot", "countersign"], { GITLAB_TOKEN: "" }),
    );
    expect(diff).toEqual(
      expect.arrayContaining([
        "- merging is allowed to Developers",
        "- force pushes are allowed",
        "- pushing is allowed to Maintainers",
        "+ pushing is allowed to nobody",
      ]),
    );
    expect(gate.state).toBe("enforced");
    expect(study().protectedBranches[0]).toBe(main);
  });

  test("a wildcard that lets others in is told, and is not touched", async () => {
    study().protectedBranches.push({
      id: 902,
      name: "*",
      pushAccess: [],
      mergeAccess: [{ id: 903, accessLevel: 30, accountId: null, organisationId: null }],
      allowForcePush: false,
    });
    const { status, stderr, stdout } = await setup(["--yes"]);
    expect(status).toBe(1);
    expect(stderr).toContain('The protection "*" holds main as well');
    expect(stdout).toContain("everybody with the role Developer or above");
    study().protectedBranches.pop();
  });

  test("GitLab Free, which names no people: who else has the bot's role is told", async () => {
    Object.assign(study(), { settings: { tier: "free" }, protectedBranches: [] });
    const { status, stdout, stderr } = await setup(["--yes"]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/merging is allowed to .*eve.* \(everybody with the role Maintainer or above\)/);
    expect(stderr).toContain("no setting that resets approvals");
    study().protectedBranches.splice(0, 1, {
      id: 910,
      name: "main",
      pushAccess: [{ id: 911, accessLevel: 40, accountId: null, organisationId: null }],
      mergeAccess: [{ id: 912, accessLevel: 30, accountId: null, organisationId: null }],
      allowForcePush: true,
    });
    await setup(["--yes"]);
    expect(study().protectedBranches).toMatchObject([
      { pushAccess: [{ accessLevel: 0 }], mergeAccess: [{ accessLevel: 40 }], allowForcePush: false },
    ]);

    const [main] = study().protectedBranches;
    if (main !== undefined) main.allowForcePush = true;
    gitlab.simulator.faults.requests.add({
      method: "POST",
      path: "/protected_branches\\b",
      fault: { kind: "status", status: 403 },
    });
    const failed = await setup(["--yes"]);
    expect(failed.status).toBe(3);
    expect(failed.stderr).toContain("main is not protected at all now");
    await setup(["--yes"]);
    expect(study().protectedBranches).toMatchObject([{ allowForcePush: false }]);
  });
});
