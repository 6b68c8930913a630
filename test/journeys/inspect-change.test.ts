import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pino } from "pino";
import { describe, expect, onTestFinished, test } from "vitest";
import { createInspector } from "../../src/analysis/inspector.ts";
import type { Inspection } from "../../src/domain/finding.ts";
import type { RepositoryRef } from "../../src/domain/identity.ts";
import type { NodeFile } from "../../src/domain/node.ts";
import { diffTrees } from "../../src/git/diff-trees.ts";
import type { Moment } from "../../src/journeys/facts-of-moment.ts";
import type { GatheredChange } from "../../src/journeys/gather-change.ts";
import { inspectChange } from "../../src/journeys/inspect-change.ts";
import { type PolicyPorts, readPolicyAt } from "../../src/journeys/read-policy-at.ts";
import { createRepositoryIndexes } from "../../src/journeys/repository-index/repository-indexes.ts";
import { jobExample } from "../../src/rules/jobs/job-example.ts";
import { openStore } from "../../src/store/open-store.ts";
import { makeRepository, type TestRepository, temporaryDirectory } from "../git/repository.ts";
import { makeZip } from "../support/make-zip.ts";
import { noOrganisation } from "./no-organisation.ts";

const policy = `version: 1
kinds: { dag: ["dags/**/*.py"], job: ["jobs/*.yml"] }
people: { controllers: { users: [{ login: ben, id: 2 }] } }
otherwise: { require: { count: 1, from: controllers } }
`;
const secret = (name: string) => `${name} = "9f86d081884c7d65"\n`;

function setUp(): TestRepository {
  const repository = makeRepository(join(temporaryDirectory(), "work"));
  repository.commit({ ".countersign.yml": policy });
  return repository;
}

/** What two commits differ in, as the rules of a change say it: `RULE path`. */
function briefly({ findings }: Inspection): readonly string[] {
  return findings.map(({ rule, path }) => `${rule} ${path}`);
}

/** Inspects what differs between two commits, with real git and real rules. */
async function inspect(
  { directory, git }: TestRepository,
  before: string,
  after: string,
  node: NodeFile | null = null,
  moment: Moment | null = null,
): Promise<Inspection> {
  const mirror = { directory: join(directory, ".git") };
  const clock = { now: () => new Date("2026-11-20T12:00:00Z") };
  const change = {
    files: await diffTrees(mirror, before, after),
    mergeBase: before,
    base: { sha: before, ref: "refs/heads/main" },
    head: { sha: after, tree: git("rev-parse", `${after}^{tree}`) },
    number: 7,
    author: { id: 1, login: "ada" },
    commits: { complete: true, items: [] },
  };
  const store = await openStore({ directory: ":memory:", log: pino({ level: "silent" }) });
  onTestFinished(() => store.close());
  const ports = { forge: noOrganisation, store, clock, presets: {} } as unknown as PolicyPorts; // all that is asked of them
  const told = {
    ref: { repository: { forge: "github", id: 5, name: "acme/study" }, number: 7 },
    baseRef: "refs/heads/main",
  };
  const source = await readPolicyAt(ports, told.ref.repository as RepositoryRef, mirror, before);
  expect(source).toMatchObject({ state: "valid" });
  const log = pino({ level: "silent" });
  const inspector = createInspector({ workers: 1, deadlineMs: 20_000, log });
  const indexes = createRepositoryIndexes({ patienceMs: 20_000, log });
  onTestFinished(() => inspector.close());
  const gathered = { told, change, mirror, policy: source } as unknown as GatheredChange; // all that is asked of it
  return inspectChange({ ...ports, inspector, indexes, node }, gathered, { moment });
}

test("a finding is new where it was not before, under whatever name; a file that is added is new as a whole", async () => {
  const repository = setUp();
  const long = Array.from({ length: 30 }, (_, index) => `x${index} = 1\n`).join("");
  const before = repository.commit({
    "dags/a.py": `${secret("password")}x = 1\n`,
    "dags/old.py": `${secret("password")}${long}`,
  });
  const after = repository.commit({
    "dags/a.py": `${secret("password")}x = 2\n${secret("token")}`,
    "dags/old.py": null,
    "dags/moved.py": `${secret("password")}${long}`,
    "dags/new.py": secret("password"),
  });
  const { findings, unread, filesInspected } = await inspect(repository, before, after);
  expect(
    findings.filter(({ rule }) => rule === "SEC-001").map((one) => [one.path, one.span.start.line, one.isNew]),
  ).toEqual([
    ["dags/a.py", 1, false],
    ["dags/a.py", 3, true],
    ["dags/moved.py", 1, false],
    ["dags/new.py", 1, true],
  ]);
  expect([unread, filesInspected]).toEqual([[], 3]);
});

test("what a DAG file imports and reads is looked into, as the merge would have it", async () => {
  const repository = setUp();
  const dag = `from airflow.sdk import DAG\nfrom common.names.ids import DAG_ID\nwith DAG(DAG_ID, schedule=None):\n    pass\n`;
  const before = repository.commit({ "common/names/ids.py": 'DAG_ID = "one"\n', "dags/a.py": dag });
  const after = repository.commit({ "common/names/ids.py": 'DAG_ID = "two"\n', "dags/a.py": `# new\n${dag}` });
  const { consequences } = await inspect(repository, before, after);
  expect(consequences?.items.map(({ kind, name }) => `${kind} ${name}`)).toEqual(["dag-removed one", "dag-added two"]);
});

test("what cannot be read is told, and the files after it are read all the same", async () => {
  const repository = setUp();
  const before = repository.commit({ "dags/z.py": "x = 1\n" });
  mkdirSync(join(repository.directory, "dags"), { recursive: true });
  symlinkSync("z.py", join(repository.directory, "dags/link.py"));
  writeFileSync(
    Buffer.concat([Buffer.from(join(repository.directory, "dags/n")), Buffer.from([0xff]), Buffer.from(".py")]),
    "1\n",
  );
  const after = repository.commit({
    "dags/big.py": "x = 1\n".repeat(400_000),
    "dags/big2.py": "y = 1\n".repeat(400_000),
    "notes/big.bin": "y = 1\n".repeat(400_000),
    "dags/z.py": secret("password"),
  });
  const { findings, unread } = await inspect(repository, before, after);
  expect(unread).toEqual([
    { path: "dags/big.py", reason: expect.stringContaining("2400000 bytes") },
    { path: "dags/big2.py", reason: expect.stringContaining("2400000 bytes") },
    { path: "dags/link.py", reason: expect.stringContaining("symbolic link") },
    { path: "dags/n\ufffd.py", reason: expect.stringContaining("not UTF-8") },
  ]);
  expect(findings.map(({ rule, path }) => [rule, path])).toContainEqual(["SEC-001", "dags/z.py"]);
});

test("a link or a submodule, below which there could be files that must be read, cannot be read", async () => {
  const repository = setUp();
  const before = repository.commit({ "lib/x.py": "x = 1\n", "dags/d.py": "x = 1\n" });
  const { directory, git } = repository;
  repository.commit({ dags: null });
  symlinkSync("lib", join(directory, "dags"));
  symlinkSync("lib", join(directory, "notes"));
  git("update-index", "--add", "--cacheinfo", `160000,${before},jobs`);
  git("add", "dags", "notes");
  git("commit", "--quiet", "--message", "links");
  const { unread } = await inspect(repository, before, git("rev-parse", "HEAD"));
  expect(unread).toEqual([
    { path: "dags", reason: expect.stringContaining("symbolic link") },
    { path: "jobs", reason: expect.stringContaining("submodule") },
  ]);
  git("rm", "--quiet", "--cached", "dags", "notes", "jobs");
  git("commit", "--quiet", "--message", "gone");
  expect((await inspect(repository, before, git("rev-parse", "HEAD"))).unread).toEqual([]);
});

test("a few git processes read a change of many files", async () => {
  const repository = setUp();
  const write = (end: string) =>
    repository.commit(
      Object.fromEntries([
        ...Array.from({ length: 200 }, (_, index) => [`dags/f${index}.py`, `# airflow\nx = ${index}\ny = ${end}\n`]),
        ["jobs/a.yml", `x: ${end}\n`],
      ]),
    );
  const [before, after] = [write("1"), write("2")];

  const programs = temporaryDirectory();
  const real = execFileSync("sh", ["-c", "command -v git"], { encoding: "utf8" }).trim();
  writeFileSync(join(programs, "git"), `#!/bin/sh\necho started >> '${programs}/starts'\nexec '${real}' "$@"\n`);
  chmodSync(join(programs, "git"), 0o755);
  const path = process.env.PATH;
  process.env.PATH = `${programs}:${path}`;
  onTestFinished(() => {
    process.env.PATH = path;
  });
  const { filesInspected } = await inspect(repository, before, after);
  expect(filesInspected).toBe(201);
  expect(readFileSync(join(programs, "starts"), "utf8").trim().split("\n").length).toBeLessThan(8);
});

test("what stands in no text is told: links, names, sizes, and what was removed", async () => {
  const repository = setUp();
  const before = repository.commit({ "notes/a.txt": "a\n", CODEOWNERS: "* @acme/all\n" });
  const { directory, git } = repository;
  symlinkSync("../../outside", join(directory, "notes/link"));
  const after = repository.commit({ "notes/A.txt": "b\n", CODEOWNERS: null, "results/counts.csv": "n\n1\n" });
  expect(git("ls-tree", "-r", after)).toContain("120000");
  expect(briefly(await inspect(repository, before, after))).toEqual([
    "HYG-020 CODEOWNERS",
    "HYG-013 notes/A.txt",
    "HYG-011 notes/link",
    "RES-009 results/counts.csv",
  ]);
});

test("a job request is compared with the schema of its job, and with its twin, which are on the branch", async () => {
  const repository = setUp();
  const text = jobExample({ engine: "{ dagster: { location: a, job: b } }", parameters: "{ min_age: 12 }" });
  const before = repository.commit({
    "jobs/first.yml": text,
    "jobs/schemas/b.json": '{ "properties": { "min_age": { "minimum": 18 } } }\n',
  });
  const after = repository.commit({ "jobs/second.yml": text });
  expect(briefly(await inspect(repository, before, after))).toEqual([
    "JOB-016 jobs/second.yml",
    "JOB-007 jobs/second.yml",
  ]);
});

test("imports are held against the node's inventory, and the requirements of the merged tree", async () => {
  const repository = setUp();
  const before = repository.commit({ "requirements.txt": "polars==1.9.0\n", "lib/common.py": "" });
  const dag = "import common\nimport duckdb\nimport pandas\nimport polars\nfrom airflow.sdk import DAG\nDAG('a')\n";
  const after = repository.commit({ "dags/a.py": dag, "dags/b.py": dag.replace("import duckdb", "import json") });
  const inventory = {
    python: "3.12.4",
    packages: { pandas: "2.2.3" },
    providers: {},
    modules: { pandas: ["pandas"] },
    opaque: [],
    dags: [],
  };
  const node = { node: "london", python: "3.12", repositories: [], inventory: { path: "i.json", content: inventory } };
  const { findings } = await inspect(repository, before, after, node as unknown as NodeFile); // all that rules ask of it
  expect(
    findings
      .filter(({ rule }) => rule.startsWith("DEP-"))
      .map(({ rule, path, message }) => `${rule} ${path} ${message}`),
  ).toEqual(["DEP-001 dags/a.py The node has no `duckdb`, and nothing in the repository declares it."]);
});

test("a job request is compared with those of other open changes, and with the runs under way", async () => {
  const repository = setUp();
  const { git } = repository;
  const request = (title: string) =>
    jobExample({ engine: "{ dagster: { location: a, job: b } }" }).replace(/^title: .*$/m, `title: ${title}`);
  const gone = `from airflow.sdk import DAG\nwith DAG("gone", schedule=None):\n    pass\n`;
  const before = repository.commit({ "jobs/kept.yml": request("kept"), "dags/gone.py": gone });
  const propose = (files: Record<string, string | null>): string => {
    git("checkout", "--quiet", "--detach", before);
    return repository.commit(files);
  };
  const open = [
    { "jobs/b.yml": request("mine") },
    { "jobs/a.yml": request("another") },
    { "jobs/c.yml": request("third") },
    { "jobs/b.yml": request("mine") },
  ].map((files, index) => ({
    number: 11 + index,
    headSha: propose(files),
    baseRef: index === 3 ? "refs/heads/other" : "refs/heads/main",
    updatedAt: "2026-11-20T11:00:00Z",
  }));
  const unknown = { ...open[0], number: 20, headSha: "0".repeat(39).concat("1") } as Moment["open"][number]; // all is there
  const own = { ...open[0], number: 7 } as Moment["open"][number]; // as above
  const run = {
    repository: { forge: "github", id: 5, name: "acme/study" },
    ...{ path: "jobs/kept.yml", state: "running", request: { engine: { kind: "airflow", dagId: "gone" } } },
  } as unknown as Moment["runs"][number]; // all that is asked of it
  const after = propose({ "jobs/a.yml": request("mine"), "dags/gone.py": null });

  const told = async (moment: Moment | null) =>
    (await inspect(repository, before, after, null, moment)).findings
      .filter(({ rule }) => rule === "JOB-024" || rule === "IDN-008")
      .map(({ rule, path, message }) => `${rule} ${path} ${message}`);
  expect(await told({ open: [own, unknown, ...open], runs: [run] })).toEqual([
    "IDN-008 dags/gone.py The DAG `gone` is gone with this change, while the run that `jobs/kept.yml` asked for is running.",
    "JOB-024 jobs/a.yml The open change 11 asks for the same, in `jobs/b.yml`.",
    "JOB-024 jobs/a.yml The open change 12 brings another request at the same path, `jobs/a.yml`.",
  ]);
  expect(await told(null)).toEqual([]);
});

describe("every DAG of the repository is known", () => {
  const dag = (id: string, task = 'EmptyOperator(task_id="one")') =>
    "from airflow.sdk import DAG\nfrom airflow.providers.standard.operators.empty import EmptyOperator\n" +
    "from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator\n" +
    `with DAG("${id}", schedule=None):\n    ${task}\n`;
  const triggers = (id: string) => `TriggerDagRunOperator(task_id="next", trigger_dag_id="${id}")`;
  const ofIds = ({ findings }: Inspection) =>
    findings.filter(({ rule }) => /^(IDN|DAG)-/.test(rule)).map(({ rule, path }) => `${rule} ${path}`);

  test("an id that a file has which the change does not touch", async () => {
    const repository = setUp();
    const before = repository.commit({ "dags/a.py": dag("load"), "dags/b.py": dag("clean") });
    const after = repository.commit({ "dags/c.py": dag("load"), "dags/d.py": dag("next", triggers("clean")) });
    expect(ofIds(await inspect(repository, before, after))).toEqual(["IDN-002 dags/c.py"]);
  });

  test("an id that goes to another file in the change is no second one", async () => {
    const repository = setUp();
    const before = repository.commit({ "dags/a.py": dag("load"), "dags/b.py": dag("clean") });
    const after = repository.commit({ "dags/a.py": null, "dags/c.py": dag("load"), "dags/b.py": dag("other") });
    expect(ofIds(await inspect(repository, before, after)).filter((one) => one.startsWith("IDN-002"))).toEqual([]);
  });

  test("who triggers a DAG that the change removes", async () => {
    const repository = setUp();
    const before = repository.commit({ "dags/a.py": dag("load"), "dags/b.py": dag("start", triggers("load")) });
    const after = repository.commit({ "dags/a.py": null });
    const { consequences } = await inspect(repository, before, after);
    expect(consequences?.items.map(({ kind, name, path }) => `${kind} ${name} ${path}`)).toEqual([
      "dag-removed load dags/a.py",
      "points-nowhere start dags/b.py",
    ]);
  });

  test.each([
    ["in an archive that is none", "dags/a.zip", "the archive has no directory"],
    ["behind a link", "dags/a.py", "it is a symbolic link or a submodule"],
    ["below a link to a folder", "dags/a", "it is a symbolic link or a submodule"],
  ])("where one may be %s, that is told", async (_, path, why) => {
    const repository = setUp();
    repository.commit({ ".countersign.yml": policy.replace('"dags/**/*.py"', '"dags/**"'), "lib/b.py": "" });
    if (path.endsWith(".zip")) repository.commit({ [path]: Buffer.from("PK") });
    else {
      mkdirSync(join(repository.directory, "dags"));
      symlinkSync("../lib/b.py", join(repository.directory, path));
    }
    const before = repository.commit({ "dags/b.py": dag("clean") });
    const after = repository.commit({ "dags/c.py": dag("next", triggers("lod")) });
    const { indeterminate } = await inspect(repository, before, after);
    expect(indeterminate.map(({ rule, reason }) => `${rule} ${reason}`)).toEqual([
      `DAG-010 Whether a DAG \`lod\` exists cannot be known before deploy: in ${path}, ${why}.`,
    ]);
  });

  describe("in an archive", () => {
    const zipOf = (files: Readonly<Record<string, string>>) =>
      makeZip(Object.entries(files).map(([name, content]) => ({ name, content })));
    const inArchive = dag("load").replace('"load"', "ID").replace("\n", "\nfrom names import ID\n");
    const archive = zipOf({ "a.py": inArchive, "names.py": 'ID = "load"\n', "b.py": dag("start", triggers("clean")) });
    const begin = () => {
      const repository = setUp();
      const before = repository.commit({ "dags/a.zip": archive, "dags/c.py": dag("clean") });
      return { repository, before };
    };
    const openOf = ({ indeterminate }: Inspection) => indeterminate.map(({ rule, reason }) => `${rule} ${reason}`);
    const itemsOf = ({ consequences }: Inspection) =>
      consequences?.items.map(({ kind, name, path }) => `${kind} ${name} ${path}`);

    test("that the change does not touch", async () => {
      const { repository, before } = begin();
      const after = repository.commit({
        "dags/c.py": null,
        "dags/d.py": dag("load"),
        "dags/e.py": dag("next", `${triggers("load")}\n    ${triggers("lod").replace("next", "stray")}`),
      });
      const inspection = await inspect(repository, before, after);
      expect(ofIds(inspection).sort()).toEqual(["IDN-002 dags/d.py", "IDN-008 dags/d.py"]);
      expect(openOf(inspection)).toEqual([expect.stringContaining("DAG-010 Whether a DAG `lod`")]);
      expect(itemsOf(inspection)).toContain("points-nowhere start dags/a.zip/b.py");
    });

    test("of which the change makes another, or which it removes", async () => {
      const { repository, before } = begin();
      const more = { "dags/d.py": dag("load"), "dags/e.py": dag("next", triggers("start")) };
      const edited = repository.commit({ ...more, "dags/a.zip": zipOf({ "b.py": dag("begin") }) });
      const removed = repository.commit({ "dags/a.zip": null });
      for (const [after, fresh] of [
        [edited, ["dag-added begin dags/a.zip/b.py"]],
        [removed, []],
      ] as const) {
        const inspection = await inspect(repository, before, after);
        expect(ofIds(inspection).filter((one) => !one.startsWith("IDN-008"))).toEqual([]);
        expect(openOf(inspection)).toEqual([expect.stringContaining("DAG-010 Whether a DAG `start`")]);
        expect(itemsOf(inspection)).toEqual(expect.arrayContaining(["dag-removed start dags/a.zip/b.py", ...fresh]));
      }
    });

    test("that imports what the change touches", async () => {
      const repository = setUp();
      const zip = zipOf({ "a.py": inArchive.replace("names", "common.names") });
      const before = repository.commit({ "dags/a.zip": zip, "common/names.py": 'ID = "load"\n' });
      const after = repository.commit({ "common/names.py": 'ID = "other"\n' });
      const items = ["dag-renamed other dags/a.zip/a.py"];
      expect(itemsOf(await inspect(repository, before, after))).toEqual(items);
    });
  });

  test("a job request may name a DAG that the change does not touch, and none that is nowhere", async () => {
    const repository = setUp();
    const before = repository.commit({ "dags/a.py": dag("acme_cohort") });
    const job = (id: string) => jobExample({ engine: `{ airflow: { dag_id: ${id} } }`, parameters: "{}" });
    const after = repository.commit({ "jobs/a.yml": job("acme_cohort"), "jobs/b.yml": job("acme_cohrot") });
    const found = briefly(await inspect(repository, before, after)).filter((one) => one.startsWith("JOB-003"));
    expect(found).toEqual(["JOB-003 jobs/b.yml"]);
  });
});

test("what a policy hardly means is told on its line, and holds nothing back", async () => {
  const repository = setUp();
  const before = repository.commit({ "docs/a.md": "a\n" });
  const whole = policy.replace("kinds: {", 'kinds: { result: ["results/**"],');
  const after = repository.commit({ ".countersign.yml": `${whole}commands: { merge: controllers }\n` });
  const slip = repository.commit({
    ".countersign.yml": whole.replace("people: {", "people: { others: { teams: acme/others },"),
  });
  const ofPolicy = ({ findings }: Inspection) => findings.filter(({ rule }) => rule.startsWith("POL"));
  expect(ofPolicy(await inspect(repository, before, after))).toEqual([]);
  expect(ofPolicy(await inspect(repository, before, slip))).toMatchObject([
    { rule: "POL-002", severity: "warning", path: ".countersign.yml", span: { start: { line: 3, column: 11 } } },
  ]);
});

test("an archive among the DAGs whose name does not say so is looked into, now and before; one that is too large is unread", async () => {
  const repository = setUp();
  const zip = (id: string) => {
    const dag = `from airflow.sdk import DAG\nwith DAG("${id}", schedule=None):\n    pass\n`;
    return makeZip([{ name: "a.py", content: `${dag}${secret("password")}` }]);
  };
  const large = Buffer.alloc(2 * 1024 * 1024, "1,2\n");
  const before = repository.commit({
    "dags/gone.dat": zip("gone"),
    "dags/text.dat": zip("text"),
    "dags/same.dat": zip("one"),
  });
  const after = repository.commit({
    "dags/gone.dat": null,
    "dags/text.dat": "text\n",
    "dags/same.dat": zip("two"),
    "dags/lookup.dat": zip("new"),
    "dags/large.dat": Buffer.concat([large, zip("large")]),
    "dags/large.csv": Buffer.concat([large, large]),
    "docs/lookup.dat": zip("docs"),
  });
  const inspection = await inspect(repository, before, after);
  expect(briefly(inspection).filter((one) => one.startsWith("SEC"))).toEqual([
    "SEC-034 dags/lookup.dat",
    "SEC-001 dags/lookup.dat/a.py",
    "SEC-034 dags/same.dat",
    "SEC-001 dags/same.dat/a.py",
  ]);
  expect(inspection.unread.map(({ path }) => path)).toEqual(["dags/large.dat"]);
  const items = inspection.consequences?.items.map(({ kind, name }) => `${kind} ${name}`);
  expect(items?.toSorted()).toEqual([
    "dag-added new",
    "dag-added two",
    "dag-removed gone",
    "dag-removed one",
    "dag-removed text",
  ]);
});
