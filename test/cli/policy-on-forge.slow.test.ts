import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { repositoryByName } from "../forge/model/model.ts";
import { runCountersign } from "../support/run-countersign.ts";
import { policyFor } from "../world/files.ts";
import { isSuccess, propose, untilCheck, untilTold } from "../world/steps.ts";
import { until } from "../world/until.ts";
import { faces, startWorld, type World } from "../world/world.ts";

const schemas = new Map(
  ["policy-explain", "policy-simulate", "decision"].map((name) => [
    name,
    JSON.parse(readFileSync(new URL(`../../docs/schemas/${name}.schema.json`, import.meta.url), "utf8")),
  ]),
);

function answerOf(name: string, text: string) {
  const ajv = new Ajv2020({ allErrors: true });
  for (const [file, schema] of schemas) ajv.addSchema(schema, `${file}.schema.json`);
  const validate = ajv.getSchema(`${name}.schema.json`);
  const answer = JSON.parse(text);
  expect(validate?.(answer), JSON.stringify(validate?.errors)).toBe(true);
  return answer;
}

describe.each(faces)("on %s", (face) => {
  let world: World;
  let env: Record<string, string>;
  const numbers: Record<string, number> = {};
  beforeAll(async () => {
    world = await startWorld({ face, webhooks: false, hasPolicy: true });
    const { model, baseUrl } = world.forge;
    const tokenOf = (login: string) =>
      model.tokens.find(({ accountId }) => accountId === model.accounts.find((one) => one.login === login)?.id)
        ?.token ?? "";
    env =
      face === "github"
        ? { APP_ID: String(model.apps[0]?.id), PRIVATE_KEY: model.apps[0]?.privateKey ?? "", GITHUB_API_URL: baseUrl }
        : { GITLAB_URL: baseUrl, GITLAB_TOKEN: tokenOf("countersign-bot") };
    Object.assign(env, { COUNTERSIGN_NODE_FILE: world.node.file, BEN: tokenOf("ben") });

    const { ada, ben, eve } = world.people;
    const land = async (name: string, path: string, isApproved: boolean) => {
      const number = await propose(ada, name, name, { [path]: `# ${name}\n` });
      if (isApproved) await ben.approve(number);
      await (face === "github"
        ? eve.merge(number, name === "rebased" ? "rebase" : "merge")
        : world.mergeAsBot(number, { squash: name === "squashed" }));
      numbers[name] = number;
    };
    await land("approved", "dags/a.py", true);
    await land("squashed", "dags/b.py", true);
    await land("rebased", "docs/c.md", true);
    await land("unapproved", "docs/d.md", false);
    numbers.open = await propose(ada, "open", "An \u001b[31mopen\u202e one", { "dags/e.py": "x = 1\n" });
  }, 120_000);
  afterAll(() => world.close());

  const policy = (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
    runCountersign(["policy", ...args, "--repository", "acme/study"], {
      cwd: world.directory,
      env: { ...env, ...more },
    });

  test("explain tells what is awaited, from the facts of now, and the policy by which it is", async () => {
    const { ben } = world.people;
    const args = ["explain", "--change", String(numbers.open)];
    const pending = await policy(args);
    expect(pending).toMatchObject({ status: 1, stderr: "" });
    expect(pending.stdout).toContain("it needs 1 approval from data-controllers");
    expect(pending.stdout).toMatch(/a data controller countersigns DAGs and jobs \(.*\.countersign\.yml.*, line \d+\)/);
    expect(pending.stdout).toContain('"An \\x1b[31mopen\\u{202e} one"');

    for (const set of repositoryByName(world.forge.model, "acme/study").rulesets)
      set.rules = set.rules.filter(({ type }) => type !== "pull_request");
    await ben.comment(numbers.open ?? 0, `/countersign approve ${await ben.readTip("open")}`);
    const approved = await policy([...args, "--format", "json"]);
    expect(approved.status).toBe(0);
    const answer = answerOf("policy-explain", approved.stdout);
    expect(answer).toMatchObject({ decision: { status: "approved" }, change: { number: numbers.open, state: "open" } });
    expect(answer.notes).toEqual([expect.stringContaining("it is not known how they were at first")]);
  });

  test("explain prints the facts, on which `policy decide` says the same", async () => {
    const printed = await policy(["explain", "--change", String(numbers.open), "--print-change"]);
    expect(printed.status).toBe(0);
    writeFileSync(join(world.directory, "change.json"), printed.stdout);
    writeFileSync(join(world.directory, ".countersign.yml"), policyFor(face));
    const files = ["--policy", ".countersign.yml", "--change", "change.json", "--node", world.node.file];
    const decided = await runCountersign(["policy", "decide", ...files, "--format", "json"], { cwd: world.directory });
    expect(decided.status, decided.stderr).toBe(0);
    const explained = await policy(["explain", "--change", String(numbers.open), "--format", "json"]);
    expect(JSON.parse(decided.stdout).tree).toEqual(JSON.parse(explained.stdout).decision.tree);
  });

  test("explain judges a merged change on the tip before it landed", async () => {
    for (const [name, status] of [
      ["approved", 0],
      ["squashed", 0],
      ["rebased", 0],
      ["unapproved", 1],
    ] as const) {
      const ran = await policy(["explain", "--change", String(numbers[name])]);
      expect({ name, ...ran }).toMatchObject({ name, status });
      expect(ran.stdout).toContain("it is judged on the tip before it landed");
    }
  });

  // On GitLab the service's own token is that of an account, so that there is one way only.
  if (face === "github") {
    test("explain takes a person's token as well", async () => {
      const ran = await policy(["explain", "--change", String(numbers.open)], {
        APP_ID: "",
        PRIVATE_KEY: "",
        GITHUB_TOKEN: env.BEN ?? "",
      });
      expect({ ...ran, stdout: ran.stdout.slice(0, 400) }).toMatchObject({ status: 0, stderr: "" });
      expect(await policy(["explain", "--change", "1"], { APP_ID: "", PRIVATE_KEY: "" })).toMatchObject({
        status: 2,
        stderr: expect.stringContaining("or GITHUB_TOKEN"),
      });
    });
  }

  test("simulate tells which changes another policy would have decided otherwise, and why", async () => {
    const stricter = policyFor(face).replace(
      "require: { count: 1, from: data-controllers }\notherwise",
      "require: { count: 2, from: data-controllers }\notherwise",
    );
    writeFileSync(join(world.directory, "stricter.yml"), stricter);
    const ran = await policy(["simulate", "--policy", "stricter.yml", "--last", "10", "--format", "json"]);
    expect(ran.stderr).toContain("4 of 4: acme/study#");
    const answer = answerOf("policy-simulate", ran.stdout);
    expect(ran.status).toBe(1);
    expect(answer).toMatchObject({ compared: 4, otherwise: 2, unknown: 0 });
    const otherwise = answer.changes.filter((one: { differs: boolean }) => one.differs);
    expect(otherwise.map((one: { number: number }) => one.number)).toEqual([numbers.squashed, numbers.approved]);
    expect(otherwise[0]).toMatchObject({ before: { status: "approved" }, after: { status: "pending" } });
    expect(otherwise[0].why.join()).toContain("1 more approval from data-controllers");

    const table = await policy(["simulate", "--policy", "stricter.yml", "--last", "2"]);
    expect(table.stdout).toMatch(/#\d+ +pending +pending +unapproved/);
    expect(table).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("0 of 2 would have been decided otherwise."),
    });
  });

  test("simulate and explain try an organisation's file, alone or above a policy to try", async () => {
    const everything =
      "requirements:\n  - { name: two everywhere, enforced: true, require: { count: 2, from: stewards } }\n";
    const above = policyFor(face)
      .replace("data-controllers:", "stewards:")
      .replace(/^requirements:[\s\S]*/m, everything);
    writeFileSync(join(world.directory, "organisation.yml"), above);
    const extending = `version: 1\nextends: acme/.github:countersign.yml\nrequirements:\n  - { name: own, require: none }\n`;
    writeFileSync(join(world.directory, "extending.yml"), extending);
    for (const args of [[], ["--policy", "extending.yml"]]) {
      const tried = await policy([
        "simulate",
        ...args,
        "--organisation-policy",
        "organisation.yml",
        "--format",
        "json",
      ]);
      const answer = answerOf("policy-simulate", tried.stdout);
      expect(answer).toMatchObject({ compared: 4, unknown: 0 });
      expect(answer.changes.map((one: { after: { status: string } }) => one.after.status)).toEqual(
        answer.changes.map(() => "pending"),
      );
    }
    expect(await policy(["simulate", "--policy", "extending.yml"])).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/extending\.yml:2:\d+: The file .* could not be read/),
    });
    expect(await policy(["simulate"])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("nothing to try"),
    });
    const args = ["explain", "--change", String(numbers.squashed)];
    expect((await policy(args)).status).toBe(0);
    const explained = await policy([...args, "--organisation-policy", "organisation.yml"]);
    expect(explained.status).toBe(1);
    expect(explained.stdout).toMatch(/two everywhere .*organisation\.yml.*enforced/);
  });

  test("simulate by the same policy finds nothing otherwise, and asks for each group and person once", async () => {
    writeFileSync(join(world.directory, "same.yml"), policyFor(face));
    const stop = world.forge.exchanges.record();
    const ran = await policy(["simulate", "--policy", "same.yml"]);
    const asked = stop().filter(({ path }) => /members|permission/.test(path));
    expect(ran).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("0 of 4 would have been decided otherwise."),
    });
    const paths = asked.map(({ path }) => path);
    expect(paths.length).toBeGreaterThan(0);
    expect(new Set(paths).size).toBe(paths.length);
  });

  /** A gate that is open is known soon after the start, and shown with the next look. */
  async function saysThatTheGateIsOpen(): Promise<void> {
    const line = `countersign_gate{forge="${face}",repository="acme/study",state="open"} 1`;
    await until("the gate's metric", async () => {
      const metrics = await fetch(`${world.service.url}/metrics`).then((response) => response.text());
      return metrics.includes(line) ? true : null;
    });
    await world.people.ada.comment(numbers.open ?? 0, "Anything new?");
    await untilTold(world, numbers.open ?? 0, /The gate of this repository is not enforced: .*countersign setup/);
  }

  test("what a service has seen at first is read from its record, which stays as it is", async () => {
    const { ben } = world.people;
    for (const set of repositoryByName(world.forge.model, "acme/study").rulesets)
      set.rules = set.rules.filter(({ type }) => type !== "pull_request");
    await ben.comment(numbers.open ?? 0, `/countersign approve ${await ben.readTip("open")}`);
    await world.service.start();
    await untilCheck(world, numbers.open ?? 0, "approval", isSuccess);
    await saysThatTheGateIsOpen();
    await world.service.stop();
    const state = join(world.directory, "service/state");
    const digest = () =>
      createHash("sha256")
        .update(readFileSync(join(state, "countersign.db")))
        .digest("hex");
    const before = digest();
    const ran = await policy(["explain", "--change", String(numbers.open), "--format", "json"], {
      COUNTERSIGN_STATE: state,
    });
    expect(answerOf("policy-explain", ran.stdout)).toMatchObject({ decision: { status: "approved" }, notes: [] });
    expect(digest()).toBe(before);
  }, 60_000);
});
