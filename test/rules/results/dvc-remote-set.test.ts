import { describe, expect, test } from "vitest";
import { knownOf } from "../known-of.ts";
import { told } from "./inspect-results.ts";

const storage = { internal: "/srv/dvc/internal", publication: "s3://results-public/dvc" };
const inspect = (text: string, known = knownOf({ node: { storage } }), path = ".dvc/config") =>
  told("RES-004", path, text, { known });

describe("of a node whose storage is known", () => {
  test.each([
    ["url = s3://elsewhere/dvc", "The remote `x` is `s3://elsewhere/dvc`, which is none of the node's."],
    ["url = s3://results-public/dvc-old", "The remote `x` is `s3://results-public/dvc-old`, which is none"],
    ["url = https://ada:hunter2@dvc.example.org/a?token=abc", "is `https://dvc.example.org/a`, which is none"],
    ["endpointurl = https://s3.example.org", "`remote.x.endpointurl` takes the bucket from another server, `https"],
    ["ssl_verify = false", "`remote.x.ssl_verify` turns off the check of who the server is."],
  ])("%s", async (line, expected) => {
    const said = await inspect(`['remote "x"']\n    ${line}\n`);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(expected);
    expect(said[0]).toMatch(/^2:5 /);
    expect(said[0]).not.toMatch(/hunter2|abc/);
  });

  test.each([
    "['remote \"x\"']\n    url = s3://results-public/dvc/\n",
    "['remote \"x\"']\n    url = /srv/dvc/internal\n",
    "[core]\n    remote = x\n    autostage = true\n[cache]\n    type = reflink\n    dir = .cache\n",
    "# url = s3://elsewhere\n",
  ])("%j is good", async (text) => {
    expect(await inspect(text)).toEqual([]);
  });

  test("a cache outside of the repository, and experiments that push", async () => {
    expect(await inspect("[cache]\n dir = /mnt/shared\n[exp]\n auto_push = true\n")).toEqual([
      "2:2 `cache.dir` keeps the data outside of the repository, in `/mnt/shared`.",
      "4:2 `exp.auto_push` pushes the data of every experiment without being asked.",
    ]);
  });
});

const remote = "['remote \"x\"']\n    url = s3://elsewhere/dvc\n";

test("in a change whose node is not known, any remote is told", async () => {
  expect(await inspect(remote, knownOf({ change: {} }))).toEqual(["2:5 The remote `x` is `s3://elsewhere/dvc`."]);
});

test("in a repository as it is, none", async () => {
  expect(await inspect(remote, knownOf())).toEqual([]);
});

test("only DVC's own settings are", async () => {
  expect(await inspect(remote, undefined, "tool/config")).toEqual([]);
  expect(await inspect(remote, undefined, "study/.dvc/config.local")).toHaveLength(1);
});
