import {
  existsSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { serveGit } from "../git/git-server.ts";
import { commitRawTree, makeRepository, temporaryDirectory } from "../git/repository.ts";
import { readAll } from "../targets/dag-directory/stage.ts";
import { runDeploy, runReviewedDeploy, startDeploy } from "./deploy-command.ts";

function setUp() {
  const root = temporaryDirectory();
  const repository = makeRepository(join(root, "study"));
  const target = join(root, "dags");
  const flags = ["--repository", repository.directory, "--target", target];
  return { root, repository, target, flags, once: [...flags, "--once"], live: join(target, "study") };
}

describe("one cycle", () => {
  test("deploys, then finds nothing to do, in one line each", async () => {
    const { repository, once, live } = setUp();
    const first = repository.commit({ "a.py": "1", "b/c.py": "2" });
    const begun = await runDeploy([...once, "--ref", "main"]);
    expect(begun).toMatchObject({
      code: 0,
      lines: [{ status: "deployed", resolved: "refs/heads/main", commit: first, previous: null, wanted: first }],
    });
    expect(begun.lines[0]).toMatchObject({
      namespace: "study",
      path: live,
      changed: { added: 2, modified: 0, removed: 0 },
    });
    expect(readAll(realpathSync(live))).toEqual({ "a.py": "1", "b/c.py": "2" });

    expect(await runDeploy([...once, "--ref", "main"])).toMatchObject({
      code: 0,
      lines: [{ status: "unchanged", commit: first }],
    });
    const second = repository.commit({ "a.py": "changed" });
    expect(await runDeploy([...once, "--ref", "main"])).toMatchObject({
      code: 0,
      lines: [{ status: "deployed", commit: second, previous: first, changed: { added: 0, modified: 1, removed: 0 } }],
    });
  });

  test("knows branches, tags, full names, HEAD and commits", async () => {
    const { repository, flags, live } = setUp();
    const first = repository.commit({ "a.py": "1" });
    repository.git("tag", "--annotate", "v1", "--message", "one");
    repository.git("tag", "both", first);
    const second = repository.commit({ "a.py": "2" });
    repository.git("branch", "both");
    const wanted: readonly (readonly [string, string, string])[] = [
      ["v1", "refs/tags/v1", first],
      ["HEAD", "HEAD", second],
      [first, first, first],
      ["both", "refs/heads/both", second],
      ["refs/tags/both", "refs/tags/both", first],
    ];
    for (const depth of [[], ["--depth", "1"]]) {
      for (const [ref, resolved, commit] of wanted) {
        const run = await runDeploy([...flags, "--once", "--ref", ref, ...depth]);
        expect(run).toMatchObject({ code: 0, lines: [{ ref, resolved, commit, wanted: commit }] });
      }
    }
    expect(readFileSync(join(live, "a.py"), "utf8")).toBe("1");
  });

  test("takes a subdirectory alone; when it is gone, the last good tree stays", async () => {
    const { repository, once, live } = setUp();
    repository.commit({ "dags/in.py": "1", "out.py": "2" });
    const flags = [...once, "--subdirectory", "./dags/"];
    expect(await runDeploy(flags)).toMatchObject({ code: 0 });
    expect(readAll(realpathSync(live))).toEqual({ "in.py": "1" });
    const first = repository.git("rev-parse", "HEAD");
    repository.commit({ dags: null });
    expect(await runDeploy(flags)).toMatchObject({
      code: 1,
      lines: [{ status: "refused", commit: first, error: { code: "path-refused" } }],
    });
    expect(readAll(realpathSync(live))).toEqual({ "in.py": "1" });
  });

  test("sets permissions whatever the umask", async () => {
    const { repository, once, live, target } = setUp();
    repository.commit({ "d/a.py": "1" });
    await runDeploy(once, { umask: "077" });
    const modes = [target, live, join(live, "d"), join(live, "d/a.py")].map((path) =>
      (statSync(path).mode & 0o777).toString(8),
    );
    expect(modes).toEqual(["755", "755", "755", "644"]);
  });

  test("keeps slots and records in another directory of the volume, if asked", async () => {
    const { root, repository, once, live, target } = setUp();
    const commit = repository.commit({ "a.py": "1" });
    const flags = [...once, "--state", join(root, "state")];
    expect(await runDeploy(flags)).toMatchObject({ code: 0, lines: [{ commit }] });
    expect(readdirSync(target)).toEqual(["study"]);
    expect(realpathSync(live).startsWith(realpathSync(join(root, "state")))).toBe(true);
    expect(await runDeploy(flags)).toMatchObject({
      code: 0,
      lines: [{ status: "unchanged", commit, previous: commit }],
    });
  });
});

describe("wrong usage: exit 2, nothing on standard output, nothing written", () => {
  test("of a flag, of an address with credentials, of an unknown flag", async () => {
    const { repository, once, target } = setUp();
    repository.commit({ a: "1" });
    const secret = ["--repository", "https://user:s3cr3t@example.org/x", "--target", target, "--once"];
    for (const flags of [[...once, "--ref", "-x"], [...once, "--nope"], secret]) {
      const run = await runDeploy(flags);
      expect(run).toMatchObject({ code: 2, lines: [] });
      expect(run.stderr).not.toBe("");
      expect(run.stderr).not.toContain("s3cr3t");
      expect(existsSync(target)).toBe(false);
    }
  });

  test("no --unreviewed: there is no approval to ask about", async () => {
    const { repository, once, target } = setUp();
    repository.commit({ a: "1" });
    const run = await runReviewedDeploy(once);
    expect(run).toMatchObject({ code: 2, lines: [] });
    expect(run.stderr).toMatch(/^countersign: Nothing was deployed: .*\. Add --unreviewed if .*`countersign serve`/);
    expect(existsSync(target)).toBe(false);
  });
});

describe("failures keep what is live", () => {
  test("an unknown ref, an address where nobody listens, a foreign thing, refused content", async () => {
    const { repository, flags, target, live } = setUp();
    const good = repository.commit({ "a.py": "1" });
    await runDeploy([...flags, "--once"]);
    const before = readAll(realpathSync(live));

    expect(await runDeploy([...flags, "--once", "--ref", "none"])).toMatchObject({
      code: 3,
      lines: [{ status: "failed", commit: good, wanted: null, error: { code: "ref-not-found", retryable: false } }],
    });
    const nobody = ["--repository", "http://127.0.0.1:9/study", "--target", target, "--once"];
    expect(await runDeploy(nobody)).toMatchObject({
      code: 3,
      lines: [{ commit: good, error: { code: "network", retryable: true } }],
    });
    commitRawTree(repository, [{ mode: "120000", name: "l", content: "/etc/passwd" }]);
    expect(await runDeploy([...flags, "--once"])).toMatchObject({
      code: 1,
      lines: [
        { status: "refused", commit: good, error: { code: "path-refused", message: expect.stringContaining("`l`") } },
      ],
    });
    expect(readAll(realpathSync(live))).toEqual(before);

    writeFileSync(join(target, "theirs"), "theirs");
    expect(await runDeploy([...flags, "--once", "--namespace", "theirs"])).toMatchObject({
      code: 3,
      lines: [{ status: "failed", commit: null }],
    });
    expect(readFileSync(join(target, "theirs"), "utf8")).toBe("theirs");
  });

  test("a corrupt mirror is fetched anew, and the live tree stays all the while", async () => {
    const { repository, once, live, target } = setUp();
    repository.commit({ "a.py": "1", "b.py": "1" });
    await runDeploy(once);
    const objects = join(target, ".countersign/study/mirror.git/objects");
    for (const spoil of [
      () => rmSync(objects, { recursive: true }),
      () => {
        for (const file of readdirSync(objects, { recursive: true, withFileTypes: true })) {
          if (!file.isFile()) continue;
          rmSync(join(file.parentPath, file.name));
          writeFileSync(join(file.parentPath, file.name), "rubbish");
        }
      },
      () => writeFileSync(join(target, ".countersign/study/mirror.git/HEAD"), "rubbish"),
    ]) {
      spoil();
      const commit = repository.commit({ "a.py": String(Math.random()) });
      expect(await runDeploy(once)).toMatchObject({
        code: 0,
        lines: [{ status: "deployed", commit, changed: { added: 0, modified: 1, removed: 0 } }],
      });
      expect(readFileSync(join(live, "b.py"), "utf8")).toBe("1");
    }
  });

  test("a remote that is corrupt itself: what is live stays, and so does the mirror that can mend it", async () => {
    const { repository, once, live, target } = setUp();
    const good = repository.commit({ "a.py": "1" });
    await runDeploy(once);
    const twice = { mode: "100644", name: "a" };
    commitRawTree(repository, [
      { ...twice, content: "1" },
      { ...twice, content: "2" },
    ]);
    expect(await runDeploy(once)).toMatchObject({
      code: 3,
      lines: [{ status: "failed", commit: good, error: { code: "corrupt" } }],
    });
    rmSync(join(live, "a.py"));
    expect(await runDeploy([...once, "--ref", good])).toMatchObject({
      code: 0,
      lines: [{ status: "deployed", changed: { added: 1 } }],
    });
    expect(readdirSync(join(target, ".countersign/study"))).not.toContain("mirror.old.git");
  });

  test("a second process on the target: `busy`, and the first is not disturbed", async () => {
    const { repository, flags } = setUp();
    const commit = repository.commit({ "a.py": "1" });
    const first = startDeploy([...flags, "--interval", "50ms"]);
    await first.untilLine((line) => line.status === "deployed");
    expect(await runDeploy([...flags, "--once"])).toMatchObject({
      code: 3,
      lines: [{ status: "failed", commit, error: { code: "busy", retryable: true } }],
    });
    first.child.kill("SIGTERM");
    expect(await first.ended).toMatchObject({ code: 0 });
    expect(await runDeploy([...flags, "--once"])).toMatchObject({ code: 0 });
  });
});

describe("credentials", () => {
  const credentials = { username: "deployer", password: "s3cr3t-token" };

  test("come from a file that is read anew each cycle, or from the environment, and are shown nowhere", async () => {
    const { root, repository, target } = setUp();
    const commit = repository.commit({ "a.py": "1" });
    const server = await serveGit({ root, credentials });
    const file = join(root, "password");
    writeFileSync(file, "wrong\n");
    const flags = [
      "--repository",
      `${server.url}/study/.git`,
      "--target",
      target,
      "--namespace",
      "study",
      "--username",
      "deployer",
    ];
    const loop = startDeploy([...flags, "--password-file", file, "--interval", "50ms"]);
    await loop.untilLine((line) => line.error?.code === "auth");
    writeFileSync(file, `${credentials.password}\n`);
    await loop.untilLine((line) => line.status === "deployed");
    loop.child.kill("SIGTERM");
    const ended = await loop.ended;
    expect(ended.code).toBe(0);

    const byEnvironment = await runDeploy([...flags, "--once"], {
      env: { COUNTERSIGN_GIT_PASSWORD: credentials.password },
    });
    expect(byEnvironment).toMatchObject({ code: 0, lines: [{ status: "unchanged", commit }] });
    expect(JSON.stringify([ended, byEnvironment])).not.toContain(credentials.password);
    const missing = await runDeploy([...flags, "--once", "--password-file", join(root, "none")]);
    expect(missing).toMatchObject({ code: 3, lines: [{ error: { code: "auth" } }] });
  });
});

describe("submodules", () => {
  test("are empty, one level deep or all there, as asked", async () => {
    const { root, repository, flags, target } = setUp();
    const inner = makeRepository(join(root, "inner"));
    inner.commit({ "inner.py": "i" });
    const middle = makeRepository(join(root, "middle"));
    const add = ["-c", "protocol.file.allow=always", "submodule", "--quiet", "add"];
    middle.git(...add, "../inner", "deep");
    middle.commit({ "middle.py": "m" });
    repository.git(...add, "../middle", "sub/module");
    repository.commit({ "a.py": "1" });
    const deploy = async (how: string) => {
      const run = await runDeploy([...flags, "--once", "--namespace", how, "--submodules", how]);
      expect(run).toMatchObject({ code: 0 });
      const files = Object.keys(readAll(realpathSync(join(target, how))));
      return files.filter((file) => file.startsWith("sub/") && !file.endsWith(".gitmodules"));
    };
    expect(await deploy("off")).toEqual([]);
    expect(readdirSync(join(target, "off/sub/module"))).toEqual([]);
    expect(await deploy("shallow")).toEqual(["sub/module/middle.py"]);
    expect((await deploy("recursive")).toSorted()).toEqual(["sub/module/deep/inner.py", "sub/module/middle.py"]);
  });
});

test("links inside the tree are deployed as links", async () => {
  const { repository, once, live } = setUp();
  symlinkSync("d/a.py", join(repository.directory, "link.py"));
  repository.commit({ "d/a.py": "1" });
  expect(await runDeploy(once)).toMatchObject({ code: 0 });
  expect(readAll(realpathSync(live))).toEqual({ "d/a.py": "1", "link.py": "-> d/a.py" });
});
