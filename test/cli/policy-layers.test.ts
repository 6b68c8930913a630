import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, describe, expect, test } from "vitest";
import { approval, ben, jobRequest } from "../core/decide/facts.ts";
import { runCli } from "../support/run-cli.ts";

const root = join(import.meta.dirname, "../..");
const directory = mkdtempSync(join(tmpdir(), "countersign-layers-"));
const above = `version: 1
people: { data-controllers: { teams: acme/data-controllers } }
requirements:
  - { name: jobs, enforced: true, when: { changes: job }, require: { count: 1, from: data-controllers } }
`;
const own = "version: 1\nextends: acme/.github:countersign.yml\nrequirements:\n  - { name: own, require: none }\n";

afterAll(() => rmSync(directory, { recursive: true }));

function write(name: string, text: string): string {
  writeFileSync(join(directory, name), text);
  return name;
}

function policy(...args: readonly string[]) {
  return countersign("policy", ...args);
}

function countersign(...args: readonly string[]) {
  return runCli(args, { cwd: directory });
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

write("organisation.yml", above);
write("own.yml", own);
const change = write("change.json", JSON.stringify({ ...jobRequest, reviews: [approval({ by: ben })] }));
const layered = ["--organisation-policy", "organisation.yml"] as const;

describe("an organisation's file above a policy", () => {
  test("`policy check` takes it, and says where what it enforces is weakened", async () => {
    expect(await policy("check", "own.yml", ...layered)).toMatchObject({ status: 0 });
    const weaker = write("weaker.yml", "version: 1\npeople: { data-controllers: { permissions: read } }\n");
    expect(await policy("check", weaker, ...layered)).toEqual({
      status: 2,
      stdout: "",
      stderr: expect.stringMatching(
        /^weaker\.yml:2:11: The group `data-controllers`.*`organisation\.yml` enforces \(line 4\)/,
      ),
    });
    expect(await policy("check", weaker)).toMatchObject({ status: 0 });
    expect(await policy("check", "own.yml")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("could not be read"),
    });
  });

  test("`policy decide` says of each requirement from which line of which layer it comes", async () => {
    const { status, stdout } = await policy("decide", "--policy", "own.yml", "--change", change, ...layered);
    expect(status).toBe(0);
    expect(stdout).toContain("  approved  jobs: approved by ben [organisation.yml:4, enforced]\n");
    expect(stdout).toContain("  approved  own: the policy requires nothing here [own.yml:4]\n");
  });

  test("in JSON too, with the digest of each file, and by the schema", async () => {
    const args = ["decide", "--policy", "own.yml", "--change", change, "--format", "json", ...layered] as const;
    const { stdout } = await policy(...args);
    const decision = JSON.parse(stdout);
    expect(decision.tree.children[0]).toMatchObject({ origin: { layer: "organisation.yml", line: 4 }, enforced: true });
    expect(decision.policy).toEqual({
      name: "own.yml",
      sha256: sha256(own),
      layers: [
        { name: "organisation.yml", sha256: sha256(above) },
        { name: "own.yml", sha256: sha256(own) },
      ],
    });
    const schema = JSON.parse(readFileSync(join(root, "docs/schemas/decision.schema.json"), "utf8"));
    const isDecision = new Ajv2020().compile(schema);
    expect(isDecision(decision), JSON.stringify(isDecision.errors)).toBe(true);
    expect((await policy(...args)).stdout).toBe(stdout);
  });

  test("a table of cases may name it", async () => {
    const cases =
      "cases: [{ name: a, files: jobs/a.yml, change: { datasets: [], groups: { 'team:acme/data-controllers': [] } }, expect: { status: pending, reasons: jobs } }]\n";
    const table = write("own.test.yml", `version: 1\norganisation: organisation.yml\n${cases}`);
    expect(await policy("test", table)).toMatchObject({ status: 0 });
  });

  test("`policy test` takes another one than the table names", async () => {
    const above =
      "version: 1\npeople: { others: { teams: acme/others } }\nrequirements:\n  - { name: jobs, require: none }\n";
    const other = write("other.yml", above);
    const { status, stdout } = await policy("test", "own.test.yml", "--organisation-policy", other);
    expect(status).toBe(1);
    expect(stdout).toContain("FAILED  a");
  });

  test("`check` runs the rules that it enforces, over the repository's own policy or none", async () => {
    const strict = write(
      "strict.yml",
      "version: 1\nenforced: true\nkinds: { job: ['asked/**'] }\npeople: { c: { teams: acme/c } }\notherwise: { require: { count: 1, from: c } }\n",
    );
    mkdirSync(join(directory, "tree/asked"), { recursive: true });
    write("tree/asked/a.yml", "dataset: [\n");
    expect(await countersign("check", "tree")).toMatchObject({ status: 0 });
    expect(await countersign("check", "tree", "--organisation-policy", strict)).toMatchObject({ status: 1 });
    write("tree/.countersign.yml", "version: 1\nextends: acme/.github:countersign.yml\nmode: observe\n");
    expect(await countersign("check", "tree", "--organisation-policy", strict)).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/tree\/\.countersign\.yml:3:\d+: .*`strict\.yml` enforces/),
    });
    expect(await countersign("check", "tree", "--organisation-policy", "missing.yml")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("The organisation's policy missing.yml could not be read"),
    });
  });
});
