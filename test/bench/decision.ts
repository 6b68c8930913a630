import { decide } from "../../src/core/decide.ts";
import type { ChangeRequest, Comment, Commit, Review } from "../../src/domain/change.ts";
import type { Account, Person } from "../../src/domain/identity.ts";
import type { NodeFile } from "../../src/domain/node.ts";
import type { PolicySource } from "../../src/domain/policy.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import type { Figure } from "./main.ts";

interface Size {
  readonly files: number;
  /** Of so many files one is a symbolic link; 0: none is. */
  readonly oneLinkIn?: number;
  readonly reviews: number;
  readonly commits: number;
}

const usual: Size = { files: 3_000, reviews: 200, commits: 25 };
const sizes: readonly (Size & { readonly name: string })[] = [
  { name: "3,000 files, 200 reviews", ...usual },
  { name: "3,000 files, half of them links, 200 reviews", ...usual, oneLinkIn: 2 },
  { name: "30,000 files, 200 reviews", ...usual, files: 30_000 },
  { name: "3,000 files, 2,000 reviews", ...usual, reviews: 2_000 },
  { name: "30,000 files, 2,000 reviews, 250 commits", files: 30_000, reviews: 2_000, commits: 250 },
];
const warmUp = 20;
const rounds = 100;

/** One decision on a large change, under a policy of several requirements and a node's file, and how its cost grows. */
export async function bench(): Promise<readonly Figure[]> {
  const policy = examplePolicy();
  const measured = sizes.map((size) => ({ size, ...measure(changeOf(size), policy) }));
  const first = measured[0]?.cpu ?? Number.NaN;
  return measured.flatMap(({ size, median, p95, cpu }, index) => [
    { name: `decision: ${size.name}`, value: median, unit: "ms", note: `median of ${rounds}, warm` },
    { name: `decision: ${size.name}, p95`, value: p95, unit: "ms", note: "19 of 20 are quicker" },
    { name: `decision: ${size.name}, CPU`, value: cpu, unit: "ms", note: "mean" },
    ...(index === 0
      ? []
      : [
          {
            name: `decision: ${size.name}, to the first`,
            value: cpu / first,
            unit: "x",
            note: "CPU; linear is 10 where all is ten times as much",
          },
        ]),
  ]);
}

interface Measured {
  readonly median: number;
  readonly p95: number;
  /** Mean of what this process computed, garbage collection included, however busy the machine is. */
  readonly cpu: number;
}

function measure(change: ChangeRequest, policy: PolicySource): Measured {
  const times: number[] = [];
  let before = process.cpuUsage();
  for (let round = 0; round < warmUp + rounds; round += 1) {
    if (round === warmUp) before = process.cpuUsage();
    const start = performance.now();
    const { status, approvals } = decide(change, { policy, node });
    const elapsed = performance.now() - start;
    if (status !== "approved" || approvals.length < change.reviews.length / 2) throw new Error(`it decided ${status}`);
    if (round >= warmUp) times.push(elapsed);
  }
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
  const { user, system } = process.cpuUsage(before);
  return { median: at(0.5), p95: at(0.95), cpu: (user + system) / 1000 / rounds };
}

const sha = (text: string) => text.padStart(40, "0");
const head = sha("e");
const mergeBase = sha("f");
const ada: Account = { id: 1, login: "ada", kind: "user" };
const reviewerOf = (index: number): Account => ({ id: 100 + index, login: `reviewer-${index}`, kind: "user" });
const person = ({ id, login }: Account): Person => ({ id, login });

const node: NodeFile = {
  node: "london",
  python: "3.12",
  targets: [],
  engine: null,
  controllers: [{ ...person(reviewerOf(3)), forge: "github", sshKeys: [] }],
  datasets: [],
  storage: null,
  repositories: [],
};

/** Files of all kinds, reviews of a few hundred people on this head and earlier ones, some with a comment beside. */
function changeOf({ files, oneLinkIn = 0, reviews, commits }: Size): ChangeRequest {
  const folders = ["jobs", "dags", "results", "src/deep/down", "docs"];
  const endings = ["yml", "py", "dvc", "ts", "md"];
  return {
    forge: "github",
    repository: { id: 5, name: "acme/study" },
    number: 7,
    title: "Cohort of 2026",
    body: "",
    isDraft: false,
    isFork: false,
    author: ada,
    requester: null,
    pushers: [person(ada)],
    base: { ref: "refs/heads/main", sha: mergeBase },
    mergeBase,
    head: { ref: "refs/heads/x", sha: head, tree: sha("d"), since: "2026-11-20T10:00:00Z" },
    earlierHeads: [],
    files: {
      complete: true,
      items: Array.from({ length: files }, (_, index) => ({
        path: `${folders[index % 5]}/group-${index % 97}/file-${index}.${endings[index % 5]}`,
        previousPath: null,
        status: "added" as const,
        mode: oneLinkIn > 0 && index % oneLinkIn === 0 ? "120000" : "100644",
        additions: 10,
        deletions: 0,
      })),
    },
    commits: { complete: true, items: Array.from({ length: commits }, (_, index) => commitOf(index, commits)) },
    reviews: Array.from({ length: reviews }, (_, index) => reviewOf(index)),
    comments: Array.from({ length: reviews / 4 }, (_, index) => commentOf(index)),
    checks: [{ name: "ci", app: "github-actions", state: "success", sha: head }],
    labels: [],
    groups: {
      "team:acme/data-controllers": Array.from({ length: 300 }, (_, index) => person(reviewerOf(index))),
      "team:acme/patients-owners": Array.from({ length: 50 }, (_, index) => person(reviewerOf(index * 3))),
      "organization:bolt": Array.from({ length: 500 }, (_, index) => person(reviewerOf(index + 150))),
    },
    permissions: Object.fromEntries(Array.from({ length: 300 }, (_, index) => [String(100 + index), "write" as const])),
    findings: [],
    datasets: [{ name: "patients", owners: ["team:acme/patients-owners"] }],
    jobs: [],
    now: "2026-11-20T18:00:00Z",
  };
}

function commitOf(index: number, commits: number): Commit {
  const by = { id: 2 + (index % 40), login: `writer-${index % 40}` };
  return {
    sha: index === commits - 1 ? head : sha(`c${index}`),
    parents: [index === 0 ? mergeBase : sha(`c${index - 1}`)],
    author: by,
    committer: by,
    coAuthors: [{ id: 50 + (index % 20), login: `helper-${index % 20}` }],
    signature: { state: "valid", by },
    isCleanUpdateMerge: false,
    message: "More of the cohort",
  };
}

function reviewOf(index: number): Review {
  return {
    id: 1_000 + index,
    account: reviewerOf(index % 400),
    state: index % 11 === 10 ? "commented" : "approved",
    dismissed: null,
    sha: index % 7 === 6 ? sha("a") : head,
    baseRef: "refs/heads/main",
    mergeBase,
    at: new Date(Date.parse("2026-11-20T11:00:00Z") + index * 7_919).toISOString(),
    edited: false,
    body: "Looks good to me.",
  };
}

function commentOf(index: number): Comment {
  const says = index % 5 === 0 ? `/countersign approve ${head}` : "Thanks.\n\n> quoted\n\nSee above.";
  return {
    id: 90_000 + index,
    account: reviewerOf((index * 3) % 400),
    body: says,
    baseRef: "refs/heads/main",
    mergeBase,
    at: new Date(Date.parse("2026-11-20T12:00:00Z") + index * 104_729).toISOString(),
    edited: false,
  };
}

function examplePolicy(): PolicySource {
  const text = `version: 1
people:
  data-controllers: { organisation: acme, teams: acme/data-controllers }
  partners: { organisation: bolt, organizations: bolt }
kinds:
  dag: ["dags/**/*.py", "plugins/**"]
  job: ["jobs/**/*.yml"]
  result: ["results/**/*.dvc", "results/**/dvc.lock"]
requirements:
  - { name: job requests, when: { changes: job }, require: { count: 2, from: data-controllers } }
  - { name: DAGs, when: { paths: ["dags/**", "plugins/**"] }, require: { all: [{ count: 1, from: data-controllers }, { checks: github-actions/ci }, { signed: true }] } }
  - { name: results, when: { changes: result }, require: { count: 2, from: [data-controllers, partners], distinct: organisation } }
  - { name: owners, when: { any: [{ changes: job }, { changes: dag }] }, require: { count: 1, from: dataset-owners, each: dataset } }
  - { name: pages, when: { not: { only-changes: [job, dag, result] } }, require: { count: 1, permissions: write } }
otherwise: { require: { count: 1, from: data-controllers } }
objections: { from: [data-controllers, partners] }
`;
  const reading = readPolicy(text, { path: ".countersign.yml", presets: {} });
  if ("problems" in reading) throw new Error(JSON.stringify(reading.problems));
  return { state: "valid", policy: reading.policy, sha256: "0", name: "bench" };
}
