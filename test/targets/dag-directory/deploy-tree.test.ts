import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { closeDagDirectory, openDagDirectory } from "../../../src/targets/dag-directory/dag-directory.ts";
import { commitRawTree } from "../../git/repository.ts";
import { readAll, setStage } from "./stage.ts";

describe("a release", () => {
  test("is the whole tree behind one relative link, and everything else of ours is hidden from Airflow", async () => {
    const { repository, deploy, live, dags } = await setStage();
    symlinkSync("a.py", join(repository.directory, "link.py"));
    const commit = repository.commit({
      "a.py": "a\n$Id$\n",
      "deep/er/b.py": "b",
      ".gitattributes": "* text eol=crlf ident\n",
    });
    const outcome = await deploy(commit);

    expect(outcome).toMatchObject({
      status: "deployed",
      previous: null,
      changed: { added: 4, modified: 0, removed: 0 },
    });
    expect(readAll(realpathSync(live))).toEqual({
      ".gitattributes": "* text eol=crlf ident\n",
      "a.py": "a\n$Id$\n",
      "deep/er/b.py": "b",
      "link.py": "-> a.py",
    });
    expect(readlinkSync(live)).toMatch(/^\.countersign\/study\/slots\/\d+$/);
    expect(readdirSync(dags).toSorted()).toEqual([".countersign", "study"]);
    const ignore = readFileSync(join(dags, ".countersign/.airflowignore"), "utf8").trim();
    expect(readdirSync(join(dags, ".countersign")).filter((name) => name.search(new RegExp(ignore)) === -1)).toEqual(
      [],
    );
  });

  test("brings exactly what changed, and says how much", async () => {
    const { repository, deploy, live } = await setStage();
    await deploy(repository.commit({ "same.py": "1", "gone/x.py": "2", "changed.py": "3" }));
    const first = repository.git("rev-parse", "HEAD");
    const second = repository.commit({ gone: null, "changed.py": "4", "new/y.py": "5" });
    const outcome = await deploy(second);
    expect(outcome).toMatchObject({
      status: "deployed",
      previous: first,
      changed: { added: 1, modified: 1, removed: 1 },
    });
    expect(readAll(realpathSync(live))).toEqual({
      "same.py": "1",
      "changed.py": "4",
      "new/y.py": "5",
    });
    expect(await deploy(second)).toMatchObject({ status: "unchanged", previous: second });
  });

  test("can turn a directory into a file, and a file into a directory", async () => {
    const { repository, deploy, live } = await setStage();
    await deploy(repository.commit({ "x/y.py": "1", z: "2" }));
    repository.commit({ x: null, z: null });
    await deploy(repository.commit({ x: "now a file", "z/y.py": "3" }));
    expect(readAll(realpathSync(live))).toEqual({ x: "now a file", "z/y.py": "3" });
  });

  test("has files 0644 or 0755 and directories 0755, whatever the umask", async () => {
    const { repository, deploy, live, dags } = await setStage();
    writeFileSync(join(repository.directory, "run.sh"), "x");
    chmodSync(join(repository.directory, "run.sh"), 0o755);
    const commit = repository.commit({ "d/a.py": "1" });
    const before = process.umask(0o077);
    try {
      await deploy(commit);
    } finally {
      process.umask(before);
    }
    const modes = ["run.sh", "d", "d/a.py", "."].map((path) => (statSync(join(live, path)).mode & 0o7777).toString(8));
    expect(modes).toEqual(["755", "755", "644", "755"]);
    const ours = ["", ".countersign", ".countersign/study", ".countersign/study/slots"];
    expect(ours.map((path) => (statSync(join(dags, path)).mode & 0o7777).toString(8))).toEqual([
      "755",
      "755",
      "755",
      "755",
    ]);
    expect(statSync(join(dags, ".countersign/.airflowignore")).mode & 0o7777).toBe(0o644);
  });

  test("keeps the times of what did not change, and moves those of what did forward, also on a revert and with a clock set back", async () => {
    const { repository, deploy, live, wait } = await setStage();
    const time = (path: string) => lstatSync(join(live, path)).mtimeMs;
    const first = repository.commit({ "same.py": "1", "changed.py": "1" });
    await deploy(first);
    const same = time("same.py");
    const times = [time("changed.py")];
    for (const content of ["2", "1", "2", "1"]) {
      await deploy(repository.commit({ "changed.py": content }));
      wait(100_000);
      times.push(time("changed.py"));
      expect(time("same.py")).toBe(same);
    }
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(new Set(times).size).toBe(times.length);

    const future = Date.now() / 1000 + 3600;
    utimesSync(join(live, "changed.py"), future, future);
    await deploy(repository.commit({ other: "x" }));
    await deploy(repository.commit({ "changed.py": "3" }));
    expect(time("changed.py")).toBeGreaterThan(future * 1000);
  });

  test("stays as it is for a reader that is still in it, until the quiet time is over", async () => {
    const { repository, deploy, live, wait } = await setStage();
    await deploy(repository.commit({ "a.py": "1", "b.py": "1" }));
    const reader = realpathSync(live);
    for (const content of ["2", "3", "4", "5"]) {
      await deploy(repository.commit({ "a.py": content, "b.py": content }));
      wait(10_000);
      expect(readAll(reader)).toEqual({ "a.py": "1", "b.py": "1" });
    }
    wait(100_000);
    await deploy(repository.commit({ "a.py": "6" }));
    await deploy(repository.commit({ "a.py": "7" }));
    expect(existsSync(reader) ? readAll(reader) : {}).not.toEqual({ "a.py": "1", "b.py": "1" });
    expect(readAll(realpathSync(live))).toEqual({ "a.py": "7", "b.py": "5" });
  });

  test("leaves few slots behind", async () => {
    const { repository, deploy, dags, wait } = await setStage();
    for (let count = 0; count < 8; count += 1) {
      await deploy(repository.commit({ "a.py": String(count) }));
      wait(100_000);
    }
    expect(readdirSync(join(dags, ".countersign/study/slots")).length).toBeLessThanOrEqual(3);
  });

  test("follows a branch that was pushed by force, also when the mirror never knew what is live", async () => {
    const { repository, deploy, live, mirror, fetch } = await setStage();
    await deploy(repository.commit({ "a.py": "1", "b.py": "1" }));
    const time = statSync(join(live, "b.py")).mtimeMs;
    repository.git("checkout", "--quiet", "--orphan", "other");
    const other = repository.commit({ "a.py": "2" });
    repository.git("branch", "--force", "main", "other");
    repository.git("checkout", "--quiet", "main");
    rmSync(mirror.directory, { recursive: true });
    const { openMirror } = await import("../../../src/git/mirror.ts");
    await openMirror(mirror.directory);
    await fetch();
    repository.git("reflog", "expire", "--all", "--expire=now");
    expect(await deploy(other)).toMatchObject({ changed: { added: 0, modified: 1, removed: 0 } });
    expect(statSync(join(live, "b.py")).mtimeMs).toBe(time);
  });
});

describe("what is refused", () => {
  const bad = "deadbeef".repeat(5);
  const cases: readonly (readonly [string, Parameters<typeof commitRawTree>[1], string])[] = [
    ["a link to an absolute path", [{ mode: "120000", name: "l", content: "/etc/passwd" }], "l"],
    ["a link that leaves the tree", [{ mode: "120000", name: "l", content: "x/../../y" }], "l"],
    ["a `..` entry", [{ mode: "100644", name: "..", content: "x" }], ".."],
    ["a `.git` entry", [{ mode: "100644", name: ".git", content: "x" }], ".git"],
    ["a `.GIT` entry", [{ mode: "100644", name: ".GiT", content: "x" }], ".GiT"],
    ["a submodule", [{ mode: "160000", name: "sub", content: bad }], "sub"],
    [
      "case-fold twins",
      [
        { mode: "100644", name: "A.py", content: "1" },
        { mode: "100644", name: "a.py", content: "2" },
      ],
      "a.py",
    ],
    ["a name that is not UTF-8", [{ mode: "100644", name: Buffer.from([0x61, 0xff]), content: "1" }], "a\ufffd"],
    ["an empty tree", [], "."],
  ];

  test.each(cases)("%s: by name, and nothing has changed", async (_name, entries, path) => {
    const { repository, deploy, live } = await setStage();
    const good = repository.commit({ "good.py": "1" });
    await deploy(good);
    const before = [readlinkSync(live), readAll(realpathSync(live))];
    const commit = commitRawTree(repository, entries);
    await expect(deploy(commit)).rejects.toMatchObject({
      name: "DeployError",
      code: "path-refused",
      retryable: false,
      message: expect.stringContaining(`\`${path}\``),
    });
    expect([readlinkSync(live), readAll(realpathSync(live))]).toEqual(before);
    expect(await deploy(good)).toMatchObject({ status: "unchanged" });
  });

  test("a link that leaves the tree by way of another link", async () => {
    const { repository, deploy } = await setStage();
    mkdirSync(join(repository.directory, "s/t"), { recursive: true });
    symlinkSync("../..", join(repository.directory, "s/t/up"));
    symlinkSync("s/t/up/../x", join(repository.directory, "z"));
    await expect(deploy(repository.commit({ a: "1" }))).rejects.toMatchObject({
      code: "path-refused",
      message: expect.stringContaining("`z`"),
    });
  });

  test("a first release leaves no live tree when it is refused", async () => {
    const { repository, deploy, live } = await setStage();
    await expect(deploy(commitRawTree(repository, []))).rejects.toMatchObject({ code: "path-refused" });
    expect(existsSync(live)).toBe(false);
  });

  test("a twin that an earlier release already had under the other name is a rename", async () => {
    const { repository, deploy, live } = await setStage();
    await deploy(repository.commit({ "A.py": "1" }));
    await deploy(repository.commit({ "A.py": null, "a.py": "1" }));
    expect(readAll(realpathSync(live))).toEqual({ "a.py": "1" });
  });
});

describe("things of others", () => {
  test("a directory, file or link where ours should be is `foreign`, and is not touched", async () => {
    const { repository, deploy, live, dags } = await setStage();
    const commit = repository.commit({ "a.py": "1" });
    mkdirSync(dags);
    writeFileSync(join(dags, "theirs.py"), "theirs");
    for (const make of [() => mkdirSync(live), () => writeFileSync(live, "x"), () => symlinkSync("elsewhere", live)]) {
      make();
      const before = lstatSync(live).ino;
      await expect(deploy(commit)).rejects.toMatchObject({ name: "DeployError", code: "foreign" });
      expect(lstatSync(live).ino).toBe(before);
      rmSync(live, { recursive: true });
    }
    await deploy(commit);
    expect(readFileSync(join(dags, "theirs.py"), "utf8")).toBe("theirs");
  });

  test("two namespaces of one directory do not disturb each other", async () => {
    const { repository, deploy, dags } = await setStage();
    const first = repository.commit({ "a.py": "1" });
    await deploy(first);
    await deploy(repository.commit({ "a.py": "2" }), { namespace: "other" });
    expect([readFileSync(join(dags, "study/a.py"), "utf8"), readFileSync(join(dags, "other/a.py"), "utf8")]).toEqual([
      "1",
      "2",
    ]);
  });

  test("a second process finds the target `busy`, until the first lets go", async () => {
    const { options } = await setStage();
    const first = openDagDirectory(options);
    expect(() => openDagDirectory(options)).toThrow(expect.objectContaining({ name: "DeployError", code: "busy" }));
    closeDagDirectory(first);
    closeDagDirectory(openDagDirectory(options));
  });

  test.each(["", "..", ".hidden", "a/b", "-x", "a b"])("namespace %j is refused", async (namespace) => {
    const { options, dags } = await setStage();
    expect(() => openDagDirectory({ ...options, namespace })).toThrow(expect.objectContaining({ name: "ConfigError" }));
    expect(existsSync(dags)).toBe(false);
  });
});

describe("a live tree that somebody changed is mended", () => {
  const files = { "a.py": "1", "d/b.py": "2", "d/e/c.py": "3" };
  const tampering: readonly (readonly [string, (live: string) => void])[] = [
    ["a file was edited in place", (live) => writeFileSync(join(live, "a.py"), "evil")],
    [
      "a file was edited, its size and time kept",
      (live) => {
        const before = join(live, "../before");
        execFileSync("touch", ["-r", join(live, "a.py"), before]);
        writeFileSync(join(live, "a.py"), "x");
        execFileSync("touch", ["-r", before, join(live, "a.py")]); // to the nanosecond, unlike Node
        rmSync(before);
      },
    ],
    ["a file was removed", (live) => rmSync(join(live, "d/b.py"))],
    ["a directory was removed", (live) => rmSync(join(live, "d"), { recursive: true })],
    ["a file was added", (live) => writeFileSync(join(live, "d/evil.py"), "evil")],
    ["permissions were changed", (live) => chmodSync(join(live, "a.py"), 0o777)],
    [
      "a file was replaced by a link",
      (live) => {
        rmSync(join(live, "a.py"));
        symlinkSync("/etc/passwd", join(live, "a.py"));
      },
    ],
    [
      "a directory was replaced by a link",
      (live) => {
        renameSync(join(live, "d"), join(live, "../../../../moved"));
        symlinkSync("../../../../moved", join(live, "d"));
      },
    ],
    [
      "a file was replaced by a directory",
      (live) => {
        rmSync(join(live, "a.py"));
        mkdirSync(join(live, "a.py/x"), { recursive: true });
      },
    ],
    ["the whole slot was removed", (live) => rmSync(realpathSync(live), { recursive: true })],
  ];

  test.each(tampering)("%s", async (_name, tamper) => {
    const { repository, deploy, live, wait } = await setStage();
    const commit = repository.commit(files);
    await deploy(commit);
    tamper(realpathSync(live));
    wait(30_000);
    expect(await deploy(commit)).toMatchObject({ status: "deployed" });
    expect(readAll(realpathSync(live))).toEqual(files);
    expect(lstatSync(join(live, "d")).isDirectory()).toBe(true);
    wait(30_000);
    expect(await deploy(commit)).toMatchObject({ status: "unchanged", mended: 0 });
  });

  test.each([
    ["the link was removed", (live: string) => rmSync(live)],
    [
      "the link was turned to another slot",
      (live: string) => {
        rmSync(live);
        symlinkSync(".countersign/study/slots/99", live);
      },
    ],
  ])("%s", async (_name, tamper) => {
    const { repository, deploy, live } = await setStage();
    const commit = repository.commit(files);
    await deploy(commit);
    tamper(live);
    await deploy(commit);
    expect(readAll(realpathSync(live))).toEqual(files);
  });

  test("damage that came by a shared inode is not in the next release either", async () => {
    const { repository, deploy, live, wait } = await setStage();
    await deploy(repository.commit(files));
    writeFileSync(join(live, "a.py"), "evil");
    await deploy(repository.commit({ "d/b.py": "new" }));
    wait(30_000);
    await deploy(repository.git("rev-parse", "HEAD"));
    expect(readAll(realpathSync(live))).toEqual({ ...files, "d/b.py": "new" });
  });

  test("Python's byproducts are removed without a word", async () => {
    const { repository, deploy, live, wait } = await setStage();
    const commit = repository.commit(files);
    await deploy(commit);
    mkdirSync(join(live, "d/__pycache__"));
    wait(30_000);
    expect(await deploy(commit)).toMatchObject({ status: "unchanged", mended: 0 });
    expect(existsSync(join(live, "d/__pycache__"))).toBe(false);
  });

  test.each(["state.json", "index.json"])("a lost or broken %s is made anew", async (name) => {
    const { repository, deploy, live, dags } = await setStage();
    const commit = repository.commit(files);
    await deploy(commit);
    const file = join(dags, ".countersign/study", name);
    for (const spoil of [() => rmSync(file), () => writeFileSync(file, "{ torn")]) {
      spoil();
      await deploy(commit);
      expect(readAll(realpathSync(live))).toEqual(files);
      await deploy(repository.commit({ "a.py": String(Math.random()) }));
      await deploy(repository.commit({ "a.py": "1" }));
      await deploy(commit);
    }
  });
});
