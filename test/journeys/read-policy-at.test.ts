import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pino } from "pino";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { ForgeError } from "../../src/domain/errors.ts";
import type { PolicySource } from "../../src/domain/policy.ts";
import { fetchRefs } from "../../src/git/fetch-refs.ts";
import { type Mirror, openMirror } from "../../src/git/mirror.ts";
import type { Mirrors } from "../../src/journeys/mirrors.ts";
import { type PolicyPorts, readPolicyAt } from "../../src/journeys/read-policy-at.ts";
import type { Repository } from "../../src/ports/forge.ts";
import type { Store } from "../../src/ports/store.ts";
import { openStore } from "../../src/store/open-store.ts";
import { makeRepository, type TestRepository, temporaryDirectory } from "../git/repository.ts";

const study = { forge: "github", id: 5, name: "acme/study" } as const;
const name = "acme/.github:countersign.yml";
const ofOrganisation = "version: 1\notherwise: { require: { count: 2, permissions: admin }, enforced: true }\n";
const own = "version: 1\nrequirements: [{ require: { count: 1, permissions: write } }]\n";

/** A forge with an organisation's repository that can be taken away, real git, and a real store. */
interface Bench {
  readonly above: TestRepository;
  readonly work: TestRepository;
  readonly store: Store;
  /** What the forge says of `acme/.github` (and of any such repository): its own record, or an error. */
  readonly forge: { answer: Repository | ForgeError };
  read(
    repository?: { readonly forge: "github"; readonly id: number; readonly name: string },
    commit?: string,
  ): Promise<PolicySource>;
}

const policyRepository: Repository = {
  forge: "github",
  id: 9,
  name: "acme/.github",
  defaultBranch: "main",
  webUrl: "",
};
const notThere = failure(404, false);

function failure(status: number | null, retryable: boolean): ForgeError {
  return new ForgeError(`GitHub answered ${status}.`, { status, retryable, retryAfterMs: null });
}

let bench: Bench;

beforeEach(async () => {
  const directory = temporaryDirectory();
  const above = makeRepository(join(directory, "above"));
  const work = makeRepository(join(directory, "work"));
  work.commit({ "README.md": "1\n" });
  const store = await openStore({ directory: ":memory:", log: pino({ level: "silent" }) });
  onTestFinished(() => store.close());
  const forge: Bench["forge"] = { answer: policyRepository };
  const mirrors = new Map<number, Mirror>();
  const open = async ({ id }: { readonly id: number }): Promise<Mirror> => {
    const mirror = mirrors.get(id) ?? (await openMirror(join(directory, `${id}.git`)));
    mirrors.set(id, mirror);
    return mirror;
  };
  const fetch: Mirrors["fetch"] = async (repository, remote, refspecs) => {
    const mirror = await open(repository);
    await fetchRefs(mirror, remote, refspecs, { timeoutMs: 20_000, allowFile: true });
    return mirror;
  };
  const ports = {
    forge: {
      name: "github",
      readRepository: async () => {
        if (forge.answer instanceof ForgeError) throw forge.answer;
        return forge.answer;
      },
      readRemote: async () => ({ url: above.directory, credentials: null }),
    },
    store,
    clock: { now: () => new Date("2026-11-20T12:00:00Z") },
    mirrors: { open, fetch },
    presets: { base: "version: 1\nrequirements: [{ require: { count: 1, permissions: read } }]" },
  } as unknown as PolicyPorts; // all that is asked of them
  bench = {
    above,
    work,
    store,
    forge,
    async read(repository = study, commit = "main") {
      const from = repository.name === "acme/.github" ? above : work;
      const mirror = await openMirror(join(directory, `read-${repository.id}.git`));
      const remote = { url: from.directory, credentials: null };
      await fetchRefs(mirror, remote, ["+refs/heads/*:refs/heads/*"], { timeoutMs: 20_000, allowFile: true });
      return readPolicyAt(ports, repository, mirror, from.git("rev-parse", commit));
    },
  };
});

describe("the organisation's file", () => {
  test("is the policy of a repository that has none", async () => {
    bench.above.commit({ "countersign.yml": ofOrganisation });
    const source = await bench.read();
    expect(source).toMatchObject({ state: "valid", name, policy: { otherwise: { count: 2 } } });
    expect(source).not.toHaveProperty("layers");
  });

  test("stands above that of one that has its own, whose digest and name it keeps; all files are told", async () => {
    bench.above.commit({ "countersign.yml": ofOrganisation });
    bench.work.commit({ ".countersign.yml": `${own}extends: base\n` });
    const source = await bench.read();
    expect(source).toMatchObject({
      state: "valid",
      name: expect.stringMatching(/^\.countersign\.yml at [0-9a-f]{7}$/),
      layers: [
        { name: "base" },
        { name, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
        { name: expect.stringMatching(/^\.countersign\.yml at/) },
      ],
      policy: { requirements: [{}, {}], otherwise: { count: 2 } },
    });
    expect(source).toMatchObject({ sha256: source.state === "valid" ? source.layers?.at(-1)?.sha256 : "" });
  });

  test("that is weakened is told on the line of the repository's own", async () => {
    bench.above.commit({ "countersign.yml": ofOrganisation });
    bench.work.commit({ ".countersign.yml": `${own}otherwise: { require: none }\n` });
    expect(await bench.read()).toMatchObject({
      state: "invalid",
      problems: [{ path: ".countersign.yml", line: 3, column: 1, message: expect.stringContaining(name) }],
    });
  });

  test("is read anew each time", async () => {
    bench.above.commit({ "countersign.yml": ofOrganisation });
    await bench.read();
    bench.above.commit({ "countersign.yml": ofOrganisation.replace("2", "3") });
    expect(await bench.read()).toMatchObject({ policy: { otherwise: { count: 3 } } });
  });

  test.each<readonly [string, ForgeError | Repository]>([
    ["without such a repository", notThere],
    ["with one that has another name by now", { ...policyRepository, name: "acme/github-old" }],
    ["with one that has no such branch", { ...policyRepository, defaultBranch: "trunk" }],
  ])("%s there is no policy, and never was", async (_, answer) => {
    bench.above.commit({ "countersign.yml": ofOrganisation });
    bench.forge.answer = answer;
    expect(await bench.read()).toEqual({ state: "absent" });
  });

  test("with nothing but its version is as if there were none", async () => {
    bench.above.commit({ "countersign.yml": "version: 1 # gone on purpose\n" });
    expect(await bench.read()).toEqual({ state: "absent" });
    bench.work.commit({ ".countersign.yml": own });
    expect(await bench.read()).toMatchObject({ state: "valid", policy: { requirements: [{}] } });
  });
});

describe("an organisation's file that is gone", () => {
  const gone = {
    state: "invalid",
    problems: [{ path: name, line: 1, column: 1, message: expect.stringMatching(/restore it/) }],
  };

  beforeEach(async () => {
    bench.above.commit({ "countersign.yml": ofOrganisation });
    bench.work.commit({ ".countersign.yml": own });
    await bench.read();
  });

  test("from its branch makes the policy unreadable, for repositories that never saw it as well", async () => {
    bench.above.commit({ "countersign.yml": null, "README.md": "1\n" });
    expect(await bench.read()).toMatchObject(gone);
    expect(await bench.read({ ...study, id: 6, name: "Acme/other" })).toMatchObject(gone);
  });

  test.each([
    ["with its repository, or our access to it", notThere],
    ["by another name of its repository", { ...policyRepository, name: "acme/old" }],
    ["with its branch", { ...policyRepository, defaultBranch: "trunk" }],
  ])("%s as well", async (_, answer) => {
    bench.forge.answer = answer;
    expect(await bench.read()).toMatchObject(gone);
  });

  test("for a link, or for more than 256 kB, too", async () => {
    bench.above.commit({ "countersign.yml": `# ${"x".repeat(256 * 1024)}` });
    expect(await bench.read()).toMatchObject({
      state: "invalid",
      problems: [{ path: name, message: expect.stringContaining("262146 bytes") }],
    });
  });

  test("comes back as it was", async () => {
    bench.forge.answer = notThere;
    await bench.read();
    bench.forge.answer = policyRepository;
    expect(await bench.read()).toMatchObject({ state: "valid", policy: { otherwise: { count: 2 } } });
  });

  test("on purpose: an empty one was there before", async () => {
    bench.above.commit({ "countersign.yml": "version: 1\n" });
    await bench.read();
    bench.above.commit({ "countersign.yml": null, "README.md": "1\n" });
    expect(await bench.read()).toMatchObject({ state: "valid", policy: { otherwise: null } });
  });

  test("since the repository moved to an organisation without one", async () => {
    bench.forge.answer = notThere;
    const moved = { ...study, name: "beta/study" };
    expect(await bench.read(moved)).toMatchObject({
      state: "invalid",
      problems: [{ path: name, message: expect.stringContaining("before that came to beta") }],
    });
    bench.forge.answer = { ...policyRepository, name: "beta/.github" };
    bench.above.commit({ "countersign.yml": "version: 1\n" });
    expect(await bench.read(moved)).toMatchObject({ state: "valid", policy: { otherwise: null } });
  });

  test("a forge that has no answer at the moment says nothing about it", async () => {
    bench.forge.answer = failure(502, true);
    await expect(bench.read()).rejects.toThrow("502");
  });

  test("one that is forbidden may be there, and is never taken for absent", async () => {
    bench.forge.answer = failure(403, false);
    expect(await bench.read()).toMatchObject({ state: "invalid", problems: [{ path: name }] });
    expect(await bench.read({ ...study, id: 7, name: "gamma/study" })).toMatchObject({
      state: "invalid",
      problems: [{ path: "gamma/.github:countersign.yml" }],
    });
  });

  test("what was seen stands in the audit log once for each change of it", async () => {
    await bench.read();
    await bench.read();
    const { entries } = await bench.store.verifyChain();
    expect(entries).toBe(2);
    expect(await bench.store.readLastEntry("organisation-policy")).toMatchObject({ details: { name, before: null } });
  });
});

test("in its own repository it is that of the commit which is judged, so that no change brings its own", async () => {
  bench.above.commit({ "countersign.yml": ofOrganisation });
  bench.above.commit({ "countersign.yml": ofOrganisation.replace("2", "1") });
  const repository = { forge: "github", id: 9, name: "acme/.github" } as const;
  expect(await bench.read(repository, "main~1")).toMatchObject({ policy: { otherwise: { count: 2 } } });
  expect(await bench.read(repository, "main")).toMatchObject({ policy: { otherwise: { count: 1 } } });
});

test.each([
  ["a link", (place: string) => symlinkSync(".github/countersign.yml", place)],
  [
    "a folder",
    (place: string) => {
      mkdirSync(place);
      writeFileSync(join(place, "x"), "1");
    },
  ],
])("%s in the place of a repository's own is no policy, and not taken for absent", async (_, put) => {
  bench.above.commit({ "countersign.yml": ofOrganisation });
  const { work } = bench;
  put(join(work.directory, ".countersign.yml"));
  work.commit({ ".github/countersign.yml": own });
  expect(await bench.read()).toMatchObject({
    state: "invalid",
    problems: [{ path: ".countersign.yml", message: expect.stringContaining("it is no file") }],
  });
});
