import { join } from "node:path";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import type { NodeFile } from "../../src/domain/node.ts";
import { openMirror } from "../../src/git/mirror.ts";
import { adoptBaseline } from "../../src/journeys/adopt-baseline.ts";
import type { JourneyPorts } from "../../src/journeys/ports.ts";
import type { Forge, ForgeComment } from "../../src/ports/forge.ts";
import { openStore } from "../../src/store/open-store.ts";
import { makeRepository, temporaryDirectory } from "../git/repository.ts";

const repository = { forge: "github", id: 5, name: "acme/study" } as const;
const cleo = { id: 3, login: "cleo", kind: "user" } as const;
const eve = { id: 4, login: "eve", kind: "user" } as const;
const at = "2026-11-20T12:00:00Z";

/** What is said to comments on the tip of a branch without a baseline, and the sha that was adopted. */
async function hear(say: (tip: string, merged: string) => readonly Partial<ForgeComment>[]) {
  const directory = temporaryDirectory();
  const work = makeRepository(join(directory, "work"));
  work.commit({ "README.md": "1\n" });
  work.git("switch", "--quiet", "--create", "topic");
  const merged = work.commit({ "dags/a.py": "x = 1\n" });
  work.git("switch", "--quiet", "main");
  work.git("merge", "--quiet", "--no-ff", "--message", "merge", "topic");
  const tip = work.git("rev-parse", "HEAD");
  const store = await openStore({ directory: ":memory:", log: pino({ level: "silent" }) });
  onTestFinished(() => store.close());
  const answers = new Map<number, string>();
  const comments = say(tip, merged).map(
    (one, index): ForgeComment => ({
      id: index + 1,
      place: "commit",
      account: cleo,
      body: "",
      at,
      edited: false,
      ...one,
    }),
  );
  const forge: Partial<Forge> = {
    readSelf: async () => ({ id: 99, login: "countersign", kind: "bot", commitEmail: "bot@example.org" }),
    listCommitComments: async () => comments,
    answerCommitComment: async (_, __, ___, id, body) => void (answers.has(id) || answers.set(id, body)),
    publishAlert: async () => undefined,
    closeAlert: async () => undefined,
  };
  const node = { controllers: [{ forge: "github", id: 3, login: "cleo", sshKeys: [] }] } as unknown as NodeFile; // all that is asked of it
  const ports = { forge, store, node, clock: { now: () => new Date(at) } } as unknown as JourneyPorts; // all that is asked of them
  const mirror = await openMirror(join(directory, "work", ".git"));
  const adopted = await adoptBaseline(ports, { repository, ref: "refs/heads/main", mirror }, tip, null);
  return { tip, answers: [...answers.values()], adopted: adopted?.sha ?? null };
}

test("a controller's comment adopts the tree that it names", async () => {
  const { tip, answers, adopted } = await hear((sha) => [{ body: `/countersign adopt ${sha}` }]);
  expect(adopted).toBe(tip);
  expect(answers).toEqual([expect.stringMatching(/^Taken as the baseline/)]);
});

test("an edit that brings the command is answered as elsewhere, and adopts nothing", async () => {
  const { answers, adopted } = await hear((sha) => [{ body: `/countersign adopt ${sha}`, edited: true }]);
  expect(adopted).toBeNull();
  expect(answers).toEqual([expect.stringMatching(/an edit gives no command\. Write the command in a new comment/)]);
});

test("every other command is answered with what was meant", async () => {
  const { tip, answers, adopted } = await hear((sha) => [
    { body: "/countersign adpot" },
    { body: "/countersign adopt" },
    { body: "/countersign merge\n/countersign help" },
    { body: `/countersign adopt ${sha}`, account: eve },
    { body: "/countersign adopt abc1234" },
    { body: "Thanks" },
  ]);
  expect(adopted).toBeNull();
  expect(answers).toEqual([
    expect.stringMatching(/Did you mean `\/countersign adopt`/),
    expect.stringMatching(/`adopt` needs the full sha/),
    expect.stringMatching(new RegExp(`^\`merge\` does nothing here[\\s\\S]*\`help\`[\\s\\S]*adopt ${tip}`)),
    expect.stringMatching(/Only a controller of the node/),
    expect.stringMatching(/Name the full sha/),
  ]);
});

test("what was merged into the branch was never its tree, and is no baseline", async () => {
  const { answers, adopted } = await hear((_, merged) => [{ body: `/countersign adopt ${merged}` }]);
  expect(adopted).toBeNull();
  expect(answers).toEqual([
    expect.stringMatching(/is not on this branch.*of what was merged into it only the merge is/),
  ]);
});
