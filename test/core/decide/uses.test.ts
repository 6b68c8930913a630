import { describe, expect, test } from "vitest";
import { decide } from "../../../src/core/decide.ts";
import type { ChangeRequest, DatasetTouched, JobAsked } from "../../../src/domain/change.ts";
import type { NodeFile } from "../../../src/domain/node.ts";
import { approval, ben, file, files, jobRequest, nodeOf, oneController, policy } from "./facts.ts";

const { jobs: _, ...unsaid } = jobRequest;
/** What its job requests ask for is not known until a test says so. */
const byBen: ChangeRequest = { ...unsaid, reviews: [approval({ by: ben })] };
const node: NodeFile = {
  ...nodeOf(ben),
  datasets: ["patients", "births"].map((name) => ({ name, owners: [], agreementsRequired: false })),
};

const patients = (terms: Partial<DatasetTouched> = {}): DatasetTouched => ({ name: "patients", owners: [], ...terms });
const job = (asks: Partial<NonNullable<JobAsked["asks"]>> = {}, path = "jobs/a.yml"): JobAsked => ({
  path,
  asks: { datasets: ["patients"], purpose: "Service evaluation: uptake by region", agreement: null, ...asks },
});
/** It takes a job request away, and does no more. */
const removed = { files: { complete: true, items: [file("jobs/a.yml", { status: "removed" })] } };

function decideOn(more: Partial<ChangeRequest>, at: NodeFile | null = null, source = oneController) {
  return decide({ ...byBen, ...more }, { policy: source, node: at });
}

function usesOf(more: Partial<ChangeRequest>, at: NodeFile | null = null) {
  return decideOn(more, at).tree.children.find(({ name }) => name === "use of datasets");
}

describe("the terms of a dataset hold whatever the policy says", () => {
  test.each<readonly [string, Partial<DatasetTouched>, Partial<NonNullable<JobAsked["asks"]>>, string]>([
    ["nothing is asked", {}, {}, "approved"],
    ["an agreement is needed and named", { agreements: "any" }, { agreement: "DPA-1" }, "approved"],
    ["an agreement is needed and not named", { agreements: "any" }, {}, "pending"],
    [
      "one of two agreements is needed and named",
      { agreements: ["DPA-1", "DPA-2"] },
      { agreement: "DPA-2" },
      "approved",
    ],
    [
      "one of two agreements is needed, another named",
      { agreements: ["DPA-1", "DPA-2"] },
      { agreement: "DPA-3" },
      "pending",
    ],
    ["one of two agreements is needed, none named", { agreements: ["DPA-1", "DPA-2"] }, {}, "pending"],
    ["no agreement would do", { agreements: [] }, { agreement: "DPA-1" }, "pending"],
    ["the purpose is allowed", { purposes: ["Research", "Service evaluation"] }, {}, "approved"],
    ["the purpose is allowed, written otherwise", { purposes: ["service  EVALUATION"] }, {}, "approved"],
    ["the purpose is allowed, without particulars", { purposes: ["Audit"] }, { purpose: " audit " }, "approved"],
    ["the purpose is not allowed", { purposes: ["Research"] }, {}, "pending"],
    ["the purpose only begins like one that is", { purposes: ["Service"] }, {}, "pending"],
    ["what is allowed stands in the particulars", { purposes: ["uptake by region"] }, {}, "pending"],
    ["no purpose would do", { purposes: [] }, {}, "pending"],
    [
      "the purpose is allowed, the agreement missing",
      { purposes: ["Service evaluation"], agreements: "any" },
      {},
      "pending",
    ],
    ["it does not read the dataset", { agreements: "any" }, { datasets: [] }, "approved"],
  ])("%s", (_, terms, asks, status) => {
    expect(decideOn({ datasets: [patients(terms)], jobs: [job(asks)] }).status).toBe(status);
  });

  test("letters made of two characters are those of one", () => {
    const terms = { purposes: ["E\u0301valuation"] };
    expect(decideOn({ datasets: [patients(terms)], jobs: [job({ purpose: "\u00c9valuation" })] }).status).toBe(
      "approved",
    );
  });

  test("says of which job request what is missing", () => {
    const datasets = [
      patients({ agreements: "any", purposes: ["Research", "Audit"] }),
      { name: "births", owners: [], agreements: ["DPA-1", "DPA-2"] },
    ];
    const jobs = [
      job({ datasets: ["births", "patients", "births"], agreement: "DPA-9" }),
      job({}, "jobs/b.yml"),
      job({ agreement: "DPA-1", purpose: "audit" }, "jobs/c.yml"),
    ];
    expect(usesOf({ datasets, jobs })).toMatchObject({
      status: "pending",
      waitingFor: [
        { count: 1, from: "an allowed use of datasets in jobs/a.yml" },
        { count: 1, from: "an allowed use of datasets in jobs/b.yml" },
      ],
      children: [
        {
          name: "job request `jobs/a.yml`",
          status: "pending",
          reason:
            "`jobs/a.yml` names the agreement `DPA-9`, which does not allow `births`: that is read under `DPA-1` and `DPA-2`; has the purpose `Service evaluation`, for which `patients` may not be read: that is for `Research` and `Audit`",
        },
        {
          status: "pending",
          reason:
            "`jobs/b.yml` reads `patients`, which needs an agreement, and names none: add `agreement:`; has the purpose `Service evaluation`, for which `patients` may not be read: that is for `Research` and `Audit`",
        },
        { name: "job request `jobs/c.yml`", status: "approved", reason: "`jobs/c.yml` may read what it reads" },
      ],
    });
    expect(decideOn({ datasets, jobs: jobs.slice(1, 2) }).summary).toBe(
      "Waiting for an allowed use of datasets in jobs/b.yml.",
    );
  });

  test("what one of two datasets asks is said", () => {
    const both = [job({ datasets: ["patients", "births"], agreement: "DPA-1" })];
    const births = { name: "births", owners: [] };
    for (const terms of [{ agreements: "any" }, { purposes: ["Service evaluation"] }] as const)
      expect(usesOf({ datasets: [patients(terms), births], jobs: both })?.status).toBe("approved");
    expect(usesOf({ datasets: [patients(), births], jobs: both })).toBeUndefined();
  });

  test("nothing is said where nothing is asked", () => {
    expect(usesOf({ datasets: [patients()], jobs: [job()] })).toBeUndefined();
    expect(usesOf({ datasets: [patients({ agreements: "any" })], jobs: [] })).toBeUndefined();
  });

  test("unknown job requests fail it where there are terms, and where it brings one", () => {
    expect(usesOf({ datasets: [patients({ purposes: [] })] })).toMatchObject({
      status: "failed",
      reason: "the facts do not say what its job requests ask for: add `jobs`",
    });
    expect(usesOf({ datasets: [patients({ purposes: [] })], ...files("dags/d.py") })).toBeUndefined();
    expect(usesOf({ datasets: [patients({ purposes: [] })], ...removed })).toBeUndefined();
    expect(usesOf({ datasets: [patients()] })).toBeUndefined();
    expect(usesOf({ datasets: [patients()] }, node)?.status).toBe("failed");
  });

  test("one that cannot be read fails it where there are terms", () => {
    const unread = [{ path: "jobs/a.yml", asks: null }];
    expect(usesOf({ datasets: [patients({ agreements: "any" })], jobs: unread })?.status).toBe("failed");
    expect(usesOf({ datasets: [patients()], jobs: unread })).toBeUndefined();
  });

  test("datasets that nobody listed may have terms", () => {
    const leftOut = ["datasets"] as const;
    expect(usesOf({ leftOut, jobs: [job()] })).toMatchObject({
      status: "failed",
      reason:
        "`jobs/a.yml` reads `patients`, and the facts do not say which datasets it touches: add `datasets` (`[]` if none)",
    });
    const births = { name: "births", owners: [] };
    expect(usesOf({ leftOut, datasets: [births], jobs: [job({ datasets: ["births", "patients"] })] })?.reason).toMatch(
      /^`jobs\/a.yml` reads `patients`, and the facts do not say which datasets/,
    );
    expect(usesOf({ leftOut })).toMatchObject({
      status: "failed",
      reason: "the facts do not say which datasets it touches: add `datasets` (`[]` if none)",
    });
    expect(usesOf({ leftOut, jobs: [{ path: "jobs/a.yml", asks: null }] })?.status).toBe("failed");
    expect(usesOf({ leftOut, jobs: [job({ datasets: [] })] })).toBeUndefined();
    expect(usesOf({ leftOut, jobs: [job()] }, node)).toBeUndefined();
  });
});

describe("where the node has a catalogue", () => {
  test("a dataset that is not in it awaits mending, since nobody owns it", () => {
    expect(usesOf({ jobs: [job({ datasets: ["patient"] })] }, node)).toMatchObject({
      status: "pending",
      reason: "`jobs/a.yml` reads `patient`, which is not in the node's catalogue, perhaps meaning `patients`",
    });
    expect(usesOf({ jobs: [job({ datasets: ["weather in 2024"] })] }, node)?.reason).toBe(
      "`jobs/a.yml` reads `weather in 2024`, which is not in the node's catalogue",
    );
    expect(decideOn({ jobs: [job({ datasets: ["patient"] })] }).status).toBe("approved");
    expect(decideOn({ jobs: [job({ datasets: ["patient"] })] }, nodeOf(ben)).status).toBe("approved");
  });

  test("one that is in it is touched, whether or not the facts list it, and everything says so", () => {
    const owners = policy(`
      people: { data-controllers: { teams: acme/data-controllers } }
      requirements:
        - { name: owners, require: { count: 1, from: dataset-owners, each: dataset } }
        - { name: any, when: { datasets: any }, require: { count: 1, from: data-controllers } }
    `);
    const catalogue = [{ name: "patients", owners: ["team:acme/p"], agreementsRequired: true }];
    const strict = { ...node, datasets: catalogue };
    const groups = { ...byBen.groups, "team:acme/p": [] };
    const { tree } = decideOn({ groups, jobs: [job()] }, strict, owners);
    expect(tree.children.map(({ name, reason }) => [name, reason])).toEqual([
      ["owners", "it needs 1 approval from the owners of patients (team:acme/p)"],
      ["any", "approved by ben"],
      ["use of datasets", expect.stringContaining("reads `patients`, which needs an agreement")],
      ["a controller of the node agrees", "approved by ben"],
    ]);
  });

  test("a dataset that it does not have is not there, also where the facts tell of it", () => {
    const facts = { datasets: [{ name: "weather", owners: [] }], jobs: [job({ datasets: ["weather"] })] };
    expect(usesOf(facts, node)).toMatchObject({
      status: "pending",
      reason: expect.stringContaining("reads `weather`, which is not in the node's catalogue"),
    });
  });

  test("whose a dataset is, and its terms, the catalogue says and not the facts", () => {
    const owners = policy("otherwise: { require: { count: 1, from: dataset-owners, each: dataset } }");
    const catalogue = [
      { name: "births", owners: ["team:acme/owners"], agreementsRequired: false, purposes: ["Audit"] },
    ];
    const datasets = [{ name: "births", owners: ["team:acme/data-controllers"], agreements: "any" as const }];
    const told = {
      datasets,
      jobs: [job({ datasets: ["births"] })],
      groups: { ...byBen.groups, "team:acme/owners": [] },
    };
    const at = { ...nodeOf(ben), datasets: catalogue };
    expect(decideOn(told, at, owners).summary).toContain("the owners of births (team:acme/owners)");
    expect(usesOf(told, at)?.reason).toContain("that is for `Audit`");
    expect(usesOf(told, at)?.reason).not.toContain("agreement");
  });

  test("a job request that cannot be read fails", () => {
    const unread = { jobs: [{ path: "jobs/a.yml", asks: null }] };
    expect(decideOn(unread, node)).toMatchObject({
      status: "failed",
      summary:
        "No decision is possible: `jobs/a.yml` cannot be read as a job request, so it is not known which datasets it touches.",
    });
    expect(decideOn(unread, nodeOf(ben)).status).toBe("approved");
    expect(decideOn(unread).status).toBe("approved");
  });
});

describe("owners of what a job request reads that cannot be read", () => {
  const unread = { jobs: [{ path: "jobs/a.yml", asks: null }], datasets: [patients()] };

  test.each([
    "{ count: 1, from: dataset-owners, each: dataset }",
    "{ count: 1, from: dataset-owners }",
    "{ count: 1, from: data-controllers, each: dataset }",
  ])("%s fails", (require) => {
    const source = policy(`
      people: { data-controllers: { teams: acme/data-controllers } }
      otherwise: { require: ${require} }
    `);
    expect(decideOn(unread, null, source)).toMatchObject({
      status: "failed",
      summary:
        "No decision is possible: `jobs/a.yml` cannot be read as a job request, so it is not known which datasets it touches.",
    });
  });
});

describe("datasets as a condition", () => {
  const source = policy(`
    people: { a: { users: { login: ben, id: 2 } }, b: { users: { login: cleo, id: 3 } } }
    requirements: [{ name: data, when: { datasets: patients }, require: { count: 1, from: a } }]
    otherwise: { require: { count: 1, from: b } }
  `);

  test("covers the files that touch them, and no others", () => {
    const datasets = [patients({ paths: ["jobs/a.yml"] })];
    expect(decideOn({ datasets }, null, source).status).toBe("approved");
    expect(decideOn({ datasets, ...files("jobs/a.yml", "dags/d.py") }, null, source).status).toBe("pending");
    expect(decideOn({ datasets: [patients()] }, null, source).status).toBe("pending");
    expect(decideOn({ datasets: [], jobs: [] }, null, source).status).toBe("pending");
    expect(decideOn({ datasets: [] }, null, source).status).toBe("failed");
  });

  test("fails where it cannot be known", () => {
    expect(decideOn({ jobs: [{ path: "jobs/a.yml", asks: null }] }, null, source).status).toBe("failed");
  });
});

describe("agreement: true", () => {
  const agreed = policy("otherwise: { require: { agreement: true } }");

  test.each<readonly [string, Partial<ChangeRequest>, string]>([
    [
      "each job request names one",
      { jobs: [job({ agreement: "A" }), job({ agreement: "B" }, "jobs/b.yml")] },
      "approved",
    ],
    ["one names none", { jobs: [job({ agreement: "A" }), job({}, "jobs/b.yml")] }, "pending"],
    ["one cannot be read", { jobs: [job({ agreement: "A" }), { path: "jobs/b.yml", asks: null }] }, "failed"],
    ["they are not known", {}, "failed"],
    ["they are not known, and it brings no job request", files("dags/d.py"), "pending"],
    ["they are not known, and it only removes one", removed, "pending"],
    ["there is none, which alone approves nothing", { jobs: [] }, "pending"],
  ])("%s", (_, more, status) => {
    expect(decideOn(more, null, agreed).status).toBe(status);
  });

  test("says where one is missing", () => {
    const decision = decideOn({ jobs: [job({}, "jobs/b.yml"), job({ agreement: "A" })] }, null, agreed);
    expect(decision.summary).toBe("Waiting for an agreement in every job request.");
    expect(decision.tree.children[0]?.reason).toBe("`jobs/b.yml` must name an agreement: add `agreement:`");
    expect(decideOn({ jobs: [job({ agreement: "A" })] }, null, agreed).tree.children[0]?.reason).toBe(
      "every job request names an agreement",
    );
    expect(decideOn({ jobs: [{ path: "jobs/b.yml", asks: null }] }, null, agreed).summary).toBe(
      "No decision is possible: `jobs/b.yml` cannot be read as a job request.",
    );
    expect(decideOn({}, null, agreed).summary).toBe(
      "No decision is possible: the facts do not say what its job requests ask for: add `jobs`.",
    );
    for (const without of [{ jobs: [] }, files("dags/d.py"), removed])
      expect(decideOn(without, null, agreed).summary).toContain("it has no job request");
  });
});
