import { readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pino from "pino";
import { expect, test } from "vitest";
import { readTreeId } from "../../../src/git/read-ref.ts";
import { closeDagDirectory, openDagDirectory } from "../../../src/targets/dag-directory/dag-directory.ts";
import { createDagDirectoryTarget } from "../../../src/targets/dag-directory/index.ts";
import { commitRawTree } from "../../git/repository.ts";
import { readAll, setStage } from "./stage.ts";

async function setTarget() {
  const stage = await setStage();
  const target = createDagDirectoryTarget({ name: "airflow", path: stage.dags, log: pino({ level: "silent" }) });
  const deploy = async (commit: string) => {
    await stage.fetch();
    const release = { namespace: "study", commit, tree: await readTreeId(stage.mirror, commit) };
    return target.deploy(release, stage.mirror.directory);
  };
  return { ...stage, target, deploy };
}

test("the target says what is live, and deploys from a bare repository", async () => {
  const { repository, target, deploy, live } = await setTarget();
  expect(await target.readLive("study")).toBeNull();
  const first = repository.commit({ "a.py": "1" });
  expect(await deploy(first)).toEqual({
    status: "deployed",
    previous: null,
    changed: { added: 1, modified: 0, removed: 0 },
  });
  expect(await target.readLive("study")).toBe(first);
  const second = repository.commit({ "a.py": "2" });
  expect(await deploy(second)).toEqual({
    status: "deployed",
    previous: first,
    changed: { added: 0, modified: 1, removed: 0 },
  });
  expect(await deploy(second)).toEqual({
    status: "unchanged",
    previous: second,
    changed: { added: 0, modified: 0, removed: 0 },
  });
  expect(await target.readLive("study")).toBe(second);
  expect(await target.readLive("other")).toBeNull();
  expect(readAll(realpathSync(live))).toEqual({ "a.py": "2" });
});

test("deploying what is live already mends it", async () => {
  const { repository, deploy, live } = await setTarget();
  const commit = repository.commit({ "a.py": "1" });
  await deploy(commit);
  writeFileSync(join(live, "a.py"), "evil");
  expect(await deploy(commit)).toMatchObject({ status: "deployed", changed: { modified: 1 } });
  expect(readFileSync(join(live, "a.py"), "utf8")).toBe("1");
});

test("a commit with the tree that is live becomes the live one", async () => {
  const { repository, target, deploy } = await setTarget();
  const first = repository.commit({ "a.py": "1" });
  await deploy(first);
  const second = repository.commit({}, "nothing");
  expect(await deploy(second)).toEqual({
    status: "deployed",
    previous: first,
    changed: { added: 0, modified: 0, removed: 0 },
  });
  expect(await target.readLive("study")).toBe(second);
});

test("submodules are refused: nobody reviewed their content here", async () => {
  const { repository, target, deploy } = await setTarget();
  const good = repository.commit({ "a.py": "1" });
  await deploy(good);
  const bad = commitRawTree(repository, [{ mode: "160000", name: "sub", content: "deadbeef".repeat(5) }]);
  await expect(deploy(bad)).rejects.toMatchObject({
    name: "DeployError",
    code: "path-refused",
    target: "airflow",
    step: "plan",
  });
  expect(await target.readLive("study")).toBe(good);
});

test("two deployments at a time: the second is told that it is busy, and may try again", async () => {
  const { repository, deploy, options } = await setTarget();
  const commit = repository.commit({ "a.py": "1" });
  const other = openDagDirectory(options);
  await expect(deploy(commit)).rejects.toMatchObject({ name: "DeployError", code: "busy", retryable: true });
  closeDagDirectory(other);
  expect(await deploy(commit)).toMatchObject({ status: "deployed" });
});
