import { join } from "node:path";
import { expect, test } from "vitest";
import type { NodeFile } from "../../src/domain/node.ts";
import { fetchRefs } from "../../src/git/fetch-refs.ts";
import { openMirror } from "../../src/git/mirror.ts";
import { readDagStrings, readJobs, touchedDatasets } from "../../src/journeys/touched-datasets.ts";
import { file, nodeOf } from "../core/decide/facts.ts";
import { makeRepository, temporaryDirectory } from "../git/repository.ts";
import { makeZip } from "../support/make-zip.ts";

const job = (datasets: string, more = "") => `version: 1
title: t
engine: { airflow: { dag_id: d } }
inputs: [${datasets}]
outputs: [{ path: counts.csv, kind: table }]
purpose: "Audit: 2026"
${more}`;

const node: NodeFile = {
  ...nodeOf(),
  datasets: [
    { name: "patients", owners: ["team:acme/p"], agreementsRequired: true, purposes: ["Audit"] },
    {
      name: "births",
      owners: ["team:acme/b"],
      agreementsRequired: true,
      agreements: ["A"],
      paths: ["data/births.dvc"],
    },
    { name: "weather", owners: [], agreementsRequired: false },
  ],
};

const jobs = [
  { path: "jobs/a.yml", asks: { datasets: ["patients", "elsewhere"], purpose: "Audit: 2026", agreement: "A" } },
  { path: "jobs/bad.yml", asks: null },
];

test("job requests are read from git, regular files of a sensible size alone", async () => {
  const directory = temporaryDirectory();
  const repository = makeRepository(join(directory, "work"));
  const head = repository.commit({
    "jobs/a.yml": job("{ dataset: patients }, { dataset: elsewhere }", "agreement: A\n"),
    "jobs/big.yml": `${job("")}# ${"x".repeat(1024 * 1024)}`,
    "jobs/bad.yml": "version: 2\n",
    "jobs/deep/none.yml": job(""),
    "dags/d.py": "1\n",
  });
  const mirror = await openMirror(join(directory, "mirror.git"));
  await fetchRefs(mirror, { url: repository.directory, credentials: null }, ["+refs/*:refs/*"], {
    timeoutMs: 20_000,
    allowFile: true,
  });
  const files = [
    file("jobs/deep/none.yml"),
    file("jobs/big.yml"),
    file("jobs/bad.yml"),
    file("jobs/gone.yml", { status: "removed" }),
    file("jobs/a.yml", { status: "modified" }),
    file("dags/d.py"),
  ];
  expect(await readJobs({ state: "absent" }, mirror, head, files)).toEqual([
    ...jobs,
    { path: "jobs/big.yml", asks: null },
    { path: "jobs/deep/none.yml", asks: { datasets: [], purpose: "Audit: 2026", agreement: null } },
  ]);
  expect(await readJobs({ state: "absent" }, mirror, head, [file("dags/d.py")])).toEqual([]);
});

test("datasets are touched by job requests, by results made from them, and by the files that stand for them", () => {
  const patients = { name: "patients", owners: ["team:acme/p"], agreements: "any", purposes: ["Audit"] };
  expect(touchedDatasets(node, jobs, [file("jobs/a.yml")], [])).toEqual([{ ...patients, paths: ["jobs/a.yml"] }]);
  const results = { path: "results/r.dvc", datasets: ["weather", "patients"] };
  const renamed = file("data/old.dvc", { previousPath: "data/births.dvc", status: "renamed" });
  expect(touchedDatasets(node, jobs, [renamed], [results])).toEqual([
    { ...patients, paths: ["jobs/a.yml", "results/r.dvc"] },
    { name: "births", owners: ["team:acme/b"], agreements: ["A"], paths: ["data/births.dvc"] },
    { name: "weather", owners: [], paths: ["results/r.dvc"] },
  ]);
  expect(touchedDatasets(null, jobs, [renamed], [results])).toEqual([]);
});

test("a link or a submodule touches the datasets that could be below it, and stands for none that it could only hold", () => {
  const births = { name: "births", owners: ["team:acme/b"], agreements: ["A"] };
  const touchedAt = (path: string, more: Parameters<typeof file>[1]) =>
    touchedDatasets(node, [], [file(path, more)], []);
  for (const mode of ["120000", "160000", ""]) {
    expect(touchedAt("data", { mode }), mode).toEqual([{ ...births, paths: [] }]);
    expect(touchedAt("data", { mode, status: "removed" }), mode).toEqual([{ ...births, paths: [] }]);
    expect(touchedAt("data/births.dvc", { mode }), mode).toEqual([{ ...births, paths: [] }]);
    expect(touchedAt("other", { mode }), mode).toEqual([]);
    expect(touchedAt("other", { mode, previousPath: "data", status: "renamed" }), mode).toEqual([
      { ...births, paths: [] },
    ]);
  }
  expect(touchedAt("data", { previousMode: "120000", status: "modified" })).toEqual([{ ...births, paths: [] }]);
  expect(touchedAt("data", {})).toEqual([]);
  const whole = { ...node, datasets: node.datasets.map((one) => ({ ...one, paths: [`${one.name}/**`] })) };
  expect(touchedDatasets(whole, [], [file("births/x", { mode: "120000" })], [])).toEqual([
    { ...births, paths: ["births/x"] },
  ]);
});

test("a DAG file that names a dataset in a string touches it; one that cannot be read touches all", async () => {
  const directory = temporaryDirectory();
  const repository = makeRepository(join(directory, "work"));
  const head = repository.commit({
    "dags/reads.py": 'path = f"s3://lake/{"x"}/patients/2026"\n',
    "dags/file.py": "source = 'data/births'\n",
    "dags/none.py": "# patients are not read\npatients = 1\n",
    "dags/big.py": `# ${"x".repeat(2 * 1024 * 1024)}`,
    "dags/gone.py": "'patients'\n",
    "other/reads.py": "'patients'\n",
  });
  const mirror = await openMirror(join(directory, "mirror.git"));
  await fetchRefs(mirror, { url: repository.directory, credentials: null }, ["+refs/*:refs/*"], {
    timeoutMs: 20_000,
    allowFile: true,
  });
  const touched = async (...files: ReturnType<typeof file>[]) => {
    const dags = await readDagStrings({ state: "absent" }, mirror, head, files);
    return touchedDatasets(node, [], files, [], dags).map(({ name, paths }) => [name, ...(paths ?? [])].join(" "));
  };
  expect(await touched(file("dags/reads.py"), file("dags/none.py"))).toEqual(["patients dags/reads.py"]);
  expect(await touched(file("dags/file.py", { status: "modified" }))).toEqual(["births dags/file.py"]);
  expect(await touched(file("dags/none.py"), file("dags/gone.py", { status: "removed" }))).toEqual([]);
  expect(await touched(file("other/reads.py"))).toEqual([]);
  for (const closed of [
    file("dags/big.py"),
    file("dags/a.zip"),
    file("dags/native.so"),
    file("dags/lib", { mode: "120000" }),
    file("dags", { mode: "160000" }),
    file("dags/none.py", { mode: "120000" }),
  ]) {
    expect(await touched(closed)).toEqual(node.datasets.map(({ name }) => `${name} ${closed.path}`));
  }
  expect(await touched(file("docs/a.zip"), file("docs", { mode: "160000" }))).toEqual([]);
  expect(await touched(file("dags/a.zip", { status: "removed" }))).toEqual([]);
});

test("a file among the DAGs that is an archive by its content touches all, whatever its name", async () => {
  const directory = temporaryDirectory();
  const repository = makeRepository(join(directory, "work"));
  const zip = makeZip([{ name: "evil.py", content: "'patients'\n" }]);
  const large = Buffer.alloc(3 * 1024 * 1024, "1,2,3\n");
  const head = repository.commit({
    "dags/lookup.dat": zip,
    "dags/noted.csv": makeZip([], { before: "a,b\n", comment: "c".repeat(0xffff) }),
    "dags/large.bin": Buffer.concat([large, zip]),
    "dags/large.csv": large,
    "dags/small.csv": "a,b\n",
    "dags/long.csv": Buffer.concat([zip, Buffer.alloc(65_536, "x")]),
    "docs/lookup.dat": zip,
  });
  const mirror = await openMirror(join(directory, "mirror.git"));
  await fetchRefs(mirror, { url: repository.directory, credentials: null }, ["+refs/*:refs/*"], {
    timeoutMs: 20_000,
    allowFile: true,
  });
  const closed = async (...paths: string[]) =>
    readDagStrings(
      { state: "absent" },
      mirror,
      head,
      paths.map((path) => file(path)),
    );
  const hidden = ["dags/lookup.dat", "dags/noted.csv", "dags/large.bin", "dags/not-there.csv"];
  expect(await closed(...hidden, "dags/large.csv", "dags/small.csv", "dags/long.csv", "docs/lookup.dat")).toEqual(
    hidden.map((path) => ({ path, strings: null })),
  );
  expect(
    await readDagStrings({ state: "absent" }, mirror, head, [file("dags/lookup.dat", { status: "removed" })]),
  ).toEqual([]);
});
