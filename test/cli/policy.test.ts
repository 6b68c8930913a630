import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, describe, expect, test } from "vitest";
import { approval, ben, cleo, comment, file, jobRequest } from "../core/decide/facts.ts";
import { runCli } from "../support/run-cli.ts";

const root = join(import.meta.dirname, "../..");
const directory = mkdtempSync(join(tmpdir(), "countersign-policy-"));

const policyText = `version: 1
people: { data-controllers: { teams: acme/data-controllers } }
otherwise: { require: { count: 1, from: data-controllers } }
`;
const nodeText = `node: london
controllers:
  - { github: { login: cleo, id: 3 } }
`;
const policyFile = write("policy.yml", policyText);
const nodeFile = write("countersign.node.yml", nodeText);

afterAll(() => rmSync(directory, { recursive: true }));

function write(name: string, content: unknown): string {
  const path = join(directory, name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content, null, 2));
  return path;
}

function policy(...args: readonly string[]) {
  return runCli(["policy", ...args], { cwd: directory });
}

function policyOf(args: readonly string[], options: { readonly input?: string; readonly cwd?: string }) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "src/main.ts"), "policy", ...args], {
    encoding: "utf8",
    cwd: directory,
    ...options,
  });
  return { status, stdout, stderr };
}

function schema(name: string) {
  const ajv = new Ajv2020({ allErrors: true });
  addFormats.default(ajv);
  return ajv.compile(JSON.parse(readFileSync(join(root, `docs/schemas/${name}.schema.json`), "utf8")));
}

describe("policy check", () => {
  test("a good policy: 0", async () => {
    expect(await policy("check", policyFile)).toMatchObject({ status: 0, stderr: "" });
  });

  test("one that only observes says what is held back all the same", async () => {
    const observing = write("observing.yml", `${policyText}mode: observe\n`);
    const { status, stderr } = await policy("check", observing);
    expect({ status, lines: stderr.trim().split("\n") }).toEqual({
      status: 0,
      lines: [
        expect.stringMatching(
          /observing\.yml:1:1: note: With `mode: observe` everything is told and nothing is held back/,
        ),
      ],
    });
    const answer = JSON.parse((await policy("check", observing, "--format", "json")).stdout);
    expect(answer.notes).toHaveLength(1);
  });

  test("a bad one: 2, each mistake with its place on standard error, nothing on standard output", async () => {
    const bad = write("bad.yml", `version: 1\npeeple: {}\nrules: { NOPE-001: off }\n`);
    const { status, stdout, stderr } = await policy("check", bad);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(`${bad}:2:1: Unknown key \`peeple\`. Did you mean \`people\`?`);
  });

  test("what can never be met is noted, and the policy is good all the same", async () => {
    const alone = write(
      "alone.yml",
      `version: 1
people:
  stewards: { users: [{ login: ben, id: 2 }] }
  imported: { users: [{ login: nobody-yet, id: 9007199254740991 }] }
requirements:
  - { name: one, when: { changes: dag }, require: { count: 1, from: imported } }
  - { name: two, when: { changes: dag }, require: { all: [{ count: 2, from: stewards }] } }
  - { name: either, when: { changes: dag }, require: { any: [{ count: 2, from: stewards }, { count: 1, from: stewards }] } }
otherwise: { require: { count: 2, from: [stewards, dataset-owners], distinct: organisation } }
`,
    );
    const { status, stderr } = await policy("check", alone);
    expect({ status, notes: stderr.trim().split("\n") }).toEqual({
      status: 0,
      notes: [
        `${alone}:6:1: note: \`one\` can never be met: it asks for 1 approval, and 0 people are named to give that.`,
        `${alone}:7:1: note: \`two\` can never be met: it asks for 2 approvals, and 1 person is named to give that.`,
        `${alone}:9:1: note: \`otherwise\` can never be met: it asks for 2 organisations, and the groups of \`people\` have 0 (\`organisation: NAME\` gives a group one).`,
      ],
    });
    const validate = schema("policy-check");
    const answer = JSON.parse((await policy("check", alone, "--format", "json")).stdout);
    expect(validate(answer), JSON.stringify(validate.errors)).toBe(true);
    expect(answer).toMatchObject({ valid: true, notes: [{ line: 6 }, { line: 7 }, { path: alone, line: 9 }] });
  });

  test("an unknown group: the organisation's file may have it", async () => {
    const bad = write("group.yml", "version: 1\notherwise: { require: { count: 1, from: stewards } }\n");
    expect((await policy("check", bad)).stderr).toContain("known with --organisation-policy FILE");
    const answer = JSON.parse((await policy("check", bad, "--format", "json")).stdout);
    expect(answer).toMatchObject({
      valid: false,
      notes: [{ path: bad, line: 2, message: expect.stringContaining("known with") }],
    });
  });

  test.each(["acme/.github", "acme/.github:countersign.yml"])(
    "the organisation's file, %s, which is not at hand: how to give it",
    async (name) => {
      const own = write("extends.yml", `${policyText}extends: ${name}\n`);
      const { status, stderr } = await policy("check", own);
      expect({ status, stderr }).toEqual({
        status: 2,
        stderr: expect.stringContaining("`--organisation-policy FILE`"),
      });
      const above = write("countersign.yml", policyText);
      expect((await policy("check", own, "--organisation-policy", above)).stderr).not.toContain("FILE` gives");
    },
  );

  test("of all mistakes each stands on a line that begins alike, also where another command meets them", async () => {
    const bad = write("many.yml", "version: 1\npeeple: {}\nmode: no\n");
    const { stderr } = await policy("decide", "--policy", bad, "--change", write("some.json", jobRequest));
    const lines = stderr.trim().split("\n");
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line).toMatch(/^countersign: .*many\.yml:\d+:\d+: /);
  });

  test("a rule's list without an entry, but for one that may have none", async () => {
    const empty = write(
      "empty.yml",
      `${policyText}rules:\n  SEC-028: { registries: [] }\n  JOB-012: { require: [] }\n  SEC-016: { directories: [] }\n`,
    );
    const { status, stderr } = await policy("check", empty);
    expect({ status, lines: stderr.trim().split("\n") }).toEqual({
      status: 2,
      lines: [
        `${empty}:5:26: \`registries\` is an empty list, by which \`SEC-028\` says nothing. Name at least one, or leave it out; \`SEC-028: off\` switches the rule off.`,
        expect.stringMatching(/:6:23: `require` is an empty list.*`JOB-012: off`/),
      ],
    });
  });

  test("an unknown rule: 2", async () => {
    const bad = write("rule.yml", `${policyText}rules: { SYN-009: off, S101: off }\n`);
    expect((await policy("check", bad)).stderr).toContain(
      `${bad}:4:10: Unknown rule \`SYN-009\`. Did you mean \`SYN-001\`?`,
    );
  });

  test("as JSON it fits its schema, good or bad", async () => {
    const validate = schema("policy-check");
    const good = await policy("check", policyFile, "--format", "json");
    const bad = await policy("check", write("worse.yml", "version: 2\n"), "--format", "json");
    expect([good.status, bad.status]).toEqual([0, 2]);
    expect(JSON.parse(good.stdout)).toMatchObject({ valid: true, problems: [] });
    expect(JSON.parse(bad.stdout)).toMatchObject({ valid: false, problems: [{ line: 1, column: 10 }] });
    expect([validate(JSON.parse(good.stdout)), validate(JSON.parse(bad.stdout))]).toEqual([true, true]);
  });

  test("no such file: 2, and says which", async () => {
    expect(await policy("check", "none.yml")).toMatchObject({ status: 2, stderr: expect.stringContaining("none.yml") });
  });
});

describe("policy decide", () => {
  const approved = write("approved.json", { ...jobRequest, reviews: [approval({ by: ben })] });

  test("facts that do not say who is in a group: a note says how they do", async () => {
    const unsaid = write("unsaid.json", { ...jobRequest, groups: {}, reviews: [approval({ by: ben })] });
    const { status, stdout, stderr } = await policy("decide", "--policy", policyFile, "--change", unsaid);
    expect(status).toBe(1);
    expect(stdout).toContain("whether ben may give it is not known");
    expect(stderr).toContain('such as "groups": {"team:acme/data-controllers":[{"id":2,"login":"ben"}]}');
    expect((await policy("decide", "--policy", policyFile, "--change", approved)).stderr).toBe("");
  });

  test("approved: 0; pending: 1; both fit the schema of a decision", async () => {
    const validate = schema("decision");
    const pending = write("pending.json", jobRequest);
    const first = await policy("decide", "--policy", policyFile, "--change", approved, "--format", "json");
    const second = await policy("decide", "--policy", policyFile, "--change", pending, "--format", "json");
    expect([first.status, second.status]).toEqual([0, 1]);
    expect(JSON.parse(first.stdout)).toMatchObject({ version: 1, status: "approved" });
    expect([validate(JSON.parse(first.stdout)), validate(JSON.parse(second.stdout))]).toEqual([true, true]);
  });

  test("the node's own controllers are asked for", async () => {
    const both = write("both.json", { ...jobRequest, reviews: [approval({ by: ben }), approval({ by: cleo })] });
    expect(await policy("decide", "--policy", policyFile, "--change", approved, "--node", nodeFile)).toMatchObject({
      status: 1,
      stdout: expect.stringContaining("Waiting for 1 approval from node controllers."),
    });
    expect(await policy("decide", "--policy", policyFile, "--change", both, "--node", nodeFile)).toMatchObject({
      status: 0,
    });
  });

  test("the node's catalogue says which datasets are touched, whose they are, and on what terms", async () => {
    const catalogue = write(
      "catalogue.node.yml",
      `${nodeText}datasets:
  patients: { owners: ["team:acme/owners"], purposes: [Research], paths: ["data/*.dvc"] }
  births: { owners: ["team:acme/births"] }
`,
    );
    const owned = write(
      "owned.yml",
      `${policyText}requirements: [{ name: owners, require: { count: 1, from: dataset-owners, each: dataset } }]\n`,
    );
    const said = { ...jobRequest, reviews: [approval({ by: ben }), approval({ by: cleo })] };
    const decideOn = (more: object, ...options: readonly string[]) =>
      policy("decide", "--policy", owned, "--change", write("said.json", { ...said, ...more }), ...options);
    const asks = { datasets: ["births"], purpose: "Audit", agreement: null };
    const jobs = [{ path: "jobs/a.yml", asks }];

    expect((await decideOn({ jobs }, "--node", catalogue)).stdout).toContain("`team:acme/births` could not be read");
    const stands = { jobs: [], files: { complete: true, items: [file("data/patients.dvc")] } };
    expect((await decideOn(stands, "--node", catalogue)).stdout).toContain("dataset `patients`");
    const datasets = [{ name: "patients", owners: ["team:acme/data-controllers"] }];
    const read = { datasets, jobs: [{ path: "jobs/a.yml", asks: { ...asks, datasets: ["patients"] } }] };
    const { stdout, stderr } = await decideOn({ ...read, groups: {} }, "--node", catalogue);
    expect(stdout).toContain("for which `patients` may not be read: that is for `Research`");
    expect(stderr).toContain("`team:acme/owners`");
    expect((await decideOn(read)).status).toBe(0);
    expect((await policy("decide", "--help")).stdout.replaceAll(/\s+/g, " ")).toContain("its catalogue of datasets");
  });

  test("a policy that only observes says that nothing is held back, and what would be", async () => {
    const observing = write("observing.yml", `${policyText}mode: observe\n`);
    const lastLine = async (change: string, ...options: readonly string[]) =>
      (await policy("decide", "--policy", observing, "--change", change, ...options)).stdout.trim().split("\n").at(-1);
    const waiting = write("waiting.json", jobRequest);
    expect(await lastLine(waiting)).toBe(
      "mode: observe: nothing is held back by this decision. With `mode: enforce` it would be: the change is pending.",
    );
    expect(await lastLine(approved)).toBe(
      "mode: observe: nothing is held back, and with `mode: enforce` nothing would be.",
    );
    expect(await lastLine(waiting, "--node", nodeFile)).toMatch(
      /^mode: observe: this change is held back all the same/,
    );
    expect((await policy("decide", "--policy", policyFile, "--change", waiting)).stdout).not.toContain("mode:");
  });

  test("the same input gives the same bytes", async () => {
    const run = () => policy("decide", "--policy", policyFile, "--change", approved, "--format", "json");
    expect((await run()).stdout).toBe((await run()).stdout);
  });

  test.each([
    [
      "an unknown key",
      (change: object) => ({ ...change, fils: {} }),
      /change\.json:\d+:3: Unknown key `fils`\. Did you mean `files`\?/,
    ],
    [
      "a nested unknown key",
      (change: object) => ({ ...change, head: { ...jobRequest.head, shaa: "" } }),
      /change\.json:\d+:5: Unknown key `shaa` in `head`/,
    ],
    ["a missing key", ({ now, ...change }: typeof jobRequest) => change, /change\.json:1:1: `now` is missing/],
    ["no instant", (change: object) => ({ ...change, now: "yesterday" }), /change\.json:\d+:10: `now`/],
    ["no JSON", () => '{ "forge": "github",\n  oops }', /change\.json:2:3: The file is not JSON/],
  ])("a change with %s: 2, with the place", async (_, spoil, message) => {
    const change = write("change.json", spoil(jobRequest));
    const { status, stdout, stderr } = await policy("decide", "--policy", policyFile, "--change", change);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(message);
  });

  test("a policy or node's file that cannot be read: 2, with the place", async () => {
    const bad = write("bad-policy.yml", "version: 1\n\tx: 1\n");
    expect(await policy("decide", "--policy", bad, "--change", approved)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("bad-policy.yml:2:"),
    });
    const badNode = write("bad-node.yml", "node: london\n");
    expect(await policy("decide", "--policy", policyFile, "--change", approved, "--node", badNode)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("`controllers` is missing"),
    });
  });

  test.each([
    [["--policy", policyFile], "required option '--change <file>' not specified; --print-example prints one"],
    [["--change", approved], "required option '--policy <file>' not specified"],
  ])("a missing option: 2, and says which (%#)", async (options, message) => {
    expect(await policy("decide", ...options)).toMatchObject({
      status: 2,
      stdout: "",
      stderr: expect.stringContaining(message),
    });
  });

  test("--print-example prints a change that can be piped back in, and fits the schema", async () => {
    const example = await policy("decide", "--print-example");
    expect(example).toMatchObject({ status: 0, stderr: "" });
    expect(schema("change")(JSON.parse(example.stdout))).toBe(true);
    expect(policyOf(["decide", "--policy", policyFile, "--change", "-"], { input: example.stdout })).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^approved: Approved by ben\./),
    });
    expect((await policy("decide", "--help")).stdout).toContain(
      "countersign policy decide --print-example > change.json",
    );
  });

  test("a mistake on standard input: 2, with the place", async () => {
    expect(policyOf(["decide", "--policy", policyFile, "--change", "-"], { input: "{\n oops }" })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("standard input:2:2: The file is not JSON"),
    });
  });

  test("what may be absent is empty", async () => {
    const { requester, earlierHeads, reviews, comments, checks, labels, datasets, findings, title, body, ...rest } =
      jobRequest;
    expect((await policy("decide", "--policy", policyFile, "--change", write("short.json", rest))).status).toBe(1);
    expect(schema("change")(rest)).toBe(true);
  });

  test("the change's schema takes what the command takes, and refuses an unknown key", async () => {
    const validate = schema("change");
    const full = { ...jobRequest, reviews: [approval({ by: ben })], comments: [comment({ by: ben })] };
    expect([validate(full), validate({ ...full, x: 1 }), validate({ ...full, number: "7" })]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe("policy test", () => {
  const tables = readdirSync(join(root, "policies")).filter((file) => file.endsWith(".test.yml"));

  test("every preset has a table", async () => {
    const presets = readdirSync(join(root, "policies")).filter((file) => !file.endsWith(".test.yml"));
    expect(presets.length).toBeGreaterThan(0);
    expect(tables).toEqual(presets.map((file) => file.replace(".yml", ".test.yml")));
  });

  test("every table comes out as expected", async () => {
    const { status, stdout } = await policy(
      "test",
      ...tables.map((table) => join(root, "policies", table)),
      "--format",
      "json",
    );
    expect({
      status,
      differing: JSON.parse(stdout).files.flatMap((file: { cases: { passed: boolean }[] }) =>
        file.cases.filter(({ passed }) => !passed),
      ),
    }).toEqual({ status: 0, differing: [] });
    expect(schema("policy-test")(JSON.parse(stdout))).toBe(true);
  });

  test("a case that differs: 1, and shows what was expected and what is so", async () => {
    const table = write(
      "policy.test.yml",
      `version: 1\ncases:\n  - name: nobody is needed\n    change: { datasets: [], groups: { "team:acme/data-controllers": [] } }\n    expect: { status: approved, reasons: all is well }\n`,
    );
    const { status, stdout } = await policy("test", table);
    expect(status).toBe(1);
    expect(stdout).toContain("FAILED  nobody is needed");
    expect(stdout).toContain("expected approved, got pending: Waiting for 1 approval from data-controllers.");
    expect(stdout).toContain('expected a reason with "all is well"');
    expect(stdout).toContain("| otherwise: it needs 1 approval from data-controllers");
    expect((await policy("test", policyFile)).stdout).toContain("policy.test.yml");
    const cases = "cases: [{ name: x, expect: { status: failed } }]\n";
    const other = write("t.yml", `version: 1\npolicy: policy.yml\n${cases}`);
    expect(await policy("test", other)).toMatchObject({ status: 0, stdout: expect.stringMatching(/t\.yml\n {2}ok/) });
    const nobodys = write("t2.yml", `version: 1\n${cases}`);
    const { status: refused, stderr: why } = await policy("test", nobodys);
    expect({ refused, why }).toEqual({
      refused: 2,
      why: expect.stringContaining("that does not say whose: add `policy: FILE`"),
    });
  });

  test("a table with a mistake: 2, with the place", async () => {
    const table = write(
      "policy.test.yml",
      `version: 1\ncases:\n  - name: x\n    change: { heads: 1 }\n    expect: { status: approved }\n`,
    );
    expect(await policy("test", table)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("policy.test.yml:4:15: Unknown key `heads`. Did you mean `head`?"),
    });
  });
});

describe("docs/policy.md", () => {
  const page = readFileSync(join(root, "docs/policy.md"), "utf8");
  const blockOf = (kind: string): string =>
    new RegExp(`^\`\`\`${kind}\\n([\\s\\S]*?)^\`\`\``, "m").exec(page)?.[1] ?? "";
  const place = mkdtempSync(join(directory, "docs-"));
  const put = (name: string, text: string): void => writeFileSync(join(place, name), text);
  put(".countersign.yml", blockOf("yaml"));
  put(".countersign.test.yml", blockOf("yaml .countersign.test.yml"));
  put("change.json", blockOf("json change.json"));
  const run = (...args: readonly string[]) => policyOf(args, { cwd: place });
  const decideOn = (change: string) => run("decide", "--policy", ".countersign.yml", "--change", change);

  test("its change is the one that --print-example prints", async () => {
    expect(blockOf("json change.json")).toBe((await policy("decide", "--print-example")).stdout);
  });

  test("its policy decides on its change as it says", async () => {
    expect(decideOn("change.json")).toEqual({ status: 0, stdout: blockOf("text"), stderr: "" });
  });

  test("without the review, or without the group, it decides as it says", async () => {
    const { reviews, ...unreviewed } = JSON.parse(blockOf("json change.json"));
    put("unreviewed.json", JSON.stringify({ ...unreviewed, reviews: [] }));
    put("unsaid.json", JSON.stringify(unreviewed));
    put("groupless.json", JSON.stringify({ ...unreviewed, reviews, groups: {} }));
    const [, sentence] = /it is `pending`, with exit 1: `([^`]+)`/.exec(page) ?? [];
    expect(decideOn("unreviewed.json")).toMatchObject({
      status: 1,
      stdout: expect.stringMatching(`^pending: ${sentence}`),
    });
    expect(decideOn("unsaid.json")).toMatchObject({
      status: 1,
      stdout: expect.stringMatching(`^pending: ${sentence}`),
      stderr: expect.stringMatching(
        /^note: The facts do not give `reviews`, which the policy asks for: it is taken as empty/,
      ),
    });
    expect(decideOn("groupless.json")).toMatchObject({ status: 1, stdout: expect.stringMatching(/^failed: /) });
  });

  test("its table of cases comes out as expected", async () => {
    expect(run("test", ".countersign.test.yml")).toMatchObject({ status: 0 });
  });
});
