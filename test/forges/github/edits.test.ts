import nock from "nock";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Forge } from "../../../src/ports/forge.ts";
import { apiUrl, createNockedForge, study } from "./support.ts";

let forge: Forge;

beforeAll(() => nock.disableNetConnect());
beforeEach(async () => {
  forge = await createNockedForge();
});
afterEach(() => nock.cleanAll());

const sha = "a".repeat(40);
const at = "2026-11-20T12:00:00Z";
const later = "2026-11-20T12:00:01Z";
const command = "/countersign adopt";
const ben = { id: 2, login: "ben", type: "User" };

interface Told {
  readonly body: string;
  readonly updated_at?: string;
}

/** The comments of a commit, as GitHub tells them; their node ids are `CC_1`, `CC_2` … */
function tellComments(...told: readonly Told[]): void {
  const comments = told.map((one, index) => {
    return { id: index + 1, node_id: `CC_${index + 1}`, user: ben, created_at: at, updated_at: at, ...one };
  });
  nock(apiUrl)
    .get("/repos/acme/study")
    .reply(200, { has_issues: false })
    .get(`/repos/acme/study/commits/${sha}/comments?per_page=100`)
    .reply(200, comments);
}

/** What is asked by GraphQL, one list of ids a request; each is answered by `answer`. */
function listenToGraph(answer: (ids: readonly string[]) => object): readonly (readonly string[])[] {
  const asked: (readonly string[])[] = [];
  let ids: readonly string[] = [];
  nock(apiUrl)
    .persist()
    .post("/graphql", (body: { readonly variables: { readonly ids: readonly string[] } }) => {
      ids = body.variables.ids;
      return true;
    })
    .reply(200, () => {
      asked.push(ids);
      return answer(ids);
    });
  return asked;
}

const unedited = (id: string) => ({ id, lastEditedAt: null, includesCreatedEdit: false });
const readEdited = async () => (await forge.listCommitComments(study, sha, "key")).map(({ edited }) => edited);

test("a comment that GraphQL does not know is taken for edited, and the others are as it says", async () => {
  tellComments({ body: command }, { body: command }, { body: command });
  listenToGraph((ids) => ({
    data: { nodes: ids.map((id) => (id === "CC_2" ? null : { ...unedited(id), includesCreatedEdit: id === "CC_3" })) },
    errors: [{ type: "NOT_FOUND", path: ["nodes", 1], message: "Could not resolve to a node with the global id" }],
  }));
  expect(await readEdited()).toEqual([false, true, true]);
});

test("what GraphQL leaves out of its answer is taken for edited", async () => {
  tellComments({ body: command }, { body: command });
  listenToGraph(() => ({ data: { nodes: [unedited("CC_1")] } }));
  expect(await readEdited()).toEqual([false, true]);
});

test("a refusal of GraphQL is no answer", async () => {
  tellComments({ body: command });
  const error = { type: "FORBIDDEN", path: ["nodes", 0], message: "Resource not accessible by integration" };
  listenToGraph(() => ({ data: { nodes: [null] }, errors: [error] }));
  await expect(readEdited()).rejects.toThrow(/lacks a permission/);
});

test("only comments with a command whose times show no edit are asked about, at most a hundred at once", async () => {
  const commands = Array.from({ length: 101 }, () => ({ body: `Well.\r\n${command}` }));
  tellComments({ body: "Write `/countersign help`." }, { body: command, updated_at: later }, ...commands);
  const asked = listenToGraph((ids) => ({ data: { nodes: ids.map(unedited) } }));
  expect(await readEdited()).toEqual([false, true, ...commands.map(() => false)]);
  expect(asked.map((ids) => ids.length)).toEqual([100, 1]);
  expect(asked[0]?.[0]).toBe("CC_3");
});

test("no comment with a command, no question", async () => {
  tellComments({ body: "Looks good." });
  expect(await readEdited()).toEqual([false]);
});
