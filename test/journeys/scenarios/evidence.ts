import { spawnSync } from "node:child_process";
import { readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { cohortDag } from "../../world/files.ts";
import { beginGoverned, isSuccess, mergeWhenApproved, propose, untilCheck, untilDeployed } from "../../world/steps.ts";
import { until } from "../../world/until.ts";
import type { World } from "../../world/world.ts";
import type { Scenario } from "../scenario.ts";

const main = fileURLToPath(new URL("../../../src/main.ts", import.meta.url));

function run(world: World, ...args: string[]) {
  const done = spawnSync(process.execPath, [main, ...args], { encoding: "utf8", cwd: world.directory });
  return { status: done.status, stdout: done.stdout, stderr: done.stderr };
}

/** Begins, and brings one approved change to the node. Answers its number and the commit that is live. */
async function release(world: World): Promise<{ number: number; sha: string }> {
  const { ada, ben } = world.people;
  await beginGoverned(world);
  const number = await propose(ada, "dag", "Count cohorts", { "dags/a.py": cohortDag });
  await untilCheck(world, number, "validation", isSuccess);
  await ben.approve(number);
  const sha = await mergeWhenApproved(world, ben, number);
  await untilDeployed(world, sha);
  return { number, sha };
}

async function pinKeys(world: World): Promise<string> {
  const file = join(world.directory, "pinned.json");
  const response = await fetch(`${world.service.url}/.well-known/countersign/keys.json`);
  expect(response.headers.get("content-type")).toBe("application/json");
  await writeFile(file, await response.text());
  return file;
}

const ask = (world: World, path: string, token: string | null = world.readToken) =>
  fetch(`${world.service.url}${path}`, { headers: token === null ? {} : { authorization: `Bearer ${token}` } });

export const evidenceScenarios: readonly Scenario[] = [
  {
    name: "what is live is proved from its bytes to its approvers, and each tampering is named",
    async play(world) {
      const { number, sha } = await release(world);
      const keys = await pinKeys(world);
      await world.service.stop(); // else it mends what is tampered with
      const live = join(world.node.dagDirectory, "study");
      const verify = (...more: string[]) => {
        const args = ["--keys", keys, "--node", world.node.file, "--format", "json", ...more];
        const { status, stdout } = run(world, "verify", live, ...args);
        const answer = JSON.parse(stdout);
        const flaws = answer.flaws.map(({ code, path }: { code: string; path: string }) => `${code} ${path}`);
        return { status, release: answer.release, flaws, proof: answer.proof };
      };
      expect(verify()).toMatchObject({
        status: 0,
        flaws: [],
        release: {
          change: number,
          landed: { commit: sha, basis: { kind: "change", number } },
          decision: { status: "approved" },
          approvers: [{ id: world.people.ben.id, login: "ben", groups: ["data-controllers", "node controllers"] }],
        },
      });

      const { ada } = world.people;
      const headRef = `refs/${world.face === "github" ? "pull" : "merge-requests"}/${number}/head`;
      await ada.git("fetch", "--quiet", "origin", "main", headRef);
      const clone = (await ada.git("rev-parse", "--absolute-git-dir")).trim();
      expect(verify("--clone", clone)).toMatchObject({
        status: 0,
        flaws: [],
        proof: [expect.stringContaining("is the clean merge of")],
      });

      const file = join(live, "dags/a.py");
      await writeFile(file, `${cohortDag}\n`);
      expect(verify()).toMatchObject({ status: 1, flaws: ["changed dags/a.py"] });
      await rename(file, join(live, "b.py"));
      expect(verify()).toMatchObject({ status: 1, flaws: ["extra b.py", "missing dags/a.py"] });
      await symlink("../b.py", file);
      expect(verify()).toMatchObject({ status: 1, flaws: ["extra b.py", "kind dags/a.py"] });
      await rm(file);
      await rm(join(live, "b.py"));
      await writeFile(file, cohortDag);
      expect(verify()).toMatchObject({ status: 0, flaws: [] });

      const statement = join(world.node.dagDirectory, ".countersign/study/attestations", `${sha}.json`);
      const envelope = await readFile(statement, "utf8");
      await writeFile(
        statement,
        envelope.replace(/"payload":"(.)/, (_, first) => `"payload":"${first === "e" ? "f" : "e"}`),
      );
      expect(verify()).toMatchObject({ status: 1, release: null, flaws: ["bad-signature null"] });
      await rm(statement);
      expect(verify()).toMatchObject({ status: 1, release: null, flaws: ["no-attestation null"] });

      await world.service.start(); // the first one that was signed is put back
      await until("the attestation on the node", () => readFile(statement, "utf8").catch(() => null));
      expect(await readFile(statement, "utf8")).toBe(envelope);
    },
  },
  {
    name: "attestations are told to who has the read token, and every approval and release is in the audit log, without a secret",
    async play(world) {
      const { number, sha } = await release(world);
      const keys = await pinKeys(world);
      const key = `${world.face}:${world.repositoryId}`;
      const releases = `/api/v1/repositories/${key}/releases`;
      expect([(await ask(world, releases, null)).status, (await ask(world, releases, "wrong")).status]).toEqual([
        401, 401,
      ]);
      expect((await ask(world, "/api/v1/repositories/study/releases")).status).toBe(400);
      const told = (await (await ask(world, releases)).json()) as {
        releases: { commit: string; attestations: { kind: string; place: string; envelope: { payload: string } }[] }[];
      };
      const newest = told.releases[0];
      expect(newest).toMatchObject({ commit: sha, basis: { kind: "change", number } });
      const kinds = newest?.attestations.map(({ kind }) => kind) ?? [];
      expect([kinds[0], kinds.slice(1).every((kind) => kind === "approval"), kinds.length > 1]).toEqual([
        "release",
        true,
        true,
      ]);
      expect(newest?.attestations[0]?.place).toMatch(/^[^/]+\/airflow\/study$/);
      const one = await (await ask(world, `/api/v1/repositories/${key}/attestations?commit=${sha}`)).json();
      expect(one).toMatchObject({
        version: 1,
        repository: key,
        commit: sha,
        attestations: [{ kind: "release", change: number }],
      });
      expect(await (await fetch(`${world.service.url}/readyz`)).text()).toBe("ready\n");
      expect(await (await fetch(`${world.service.url}/metrics`)).text()).toContain("countersign_evidence_made 1");

      await world.service.stop();
      const state = join(world.directory, "service/state");
      const log = run(world, "audit", "export", "--state", state).stdout;
      const seen = new Set(
        log
          .trimEnd()
          .split("\n")
          .map((line) => JSON.parse(line).entry?.kind),
      );
      for (const kind of [
        "start",
        "configuration",
        "key",
        "delivery",
        "decision",
        "attestation",
        "landing",
        "deployment",
        "stop",
      ]) {
        expect(seen).toContain(kind);
      }
      expect(world.secrets.length).toBeGreaterThan(7);
      const found = world.secrets.filter((secret) => log.includes(secret));
      expect(found).toEqual([]);
      const verdict = run(world, "audit", "verify", "--state", state, "--keys", keys);
      expect(verdict).toMatchObject({ status: 0, stderr: expect.stringContaining("It is signed up to entry") });

      const database = new DatabaseSync(join(state, "countersign.db"));
      const envelopes = database.prepare("SELECT envelope FROM attestation").all();
      expect(envelopes.length).toBeGreaterThan(2);
      const payloads = envelopes.map(({ envelope }) =>
        Buffer.from(JSON.parse(String(envelope)).payload, "base64").toString(),
      );
      expect(world.secrets.filter((secret) => payloads.some((payload) => payload.includes(secret)))).toEqual([]);
      database.close();
    },
  },
  {
    name: "without a passphrase no evidence is made, which is said, and a release goes out all the same",
    options: { environment: { COUNTERSIGN_KEY_PASSPHRASE: "", COUNTERSIGN_READ_TOKEN: "" } },
    async play(world) {
      await release(world);
      const keys = await pinKeys(world);
      expect(JSON.parse(await readFile(keys, "utf8"))).toEqual({ version: 1, keys: [] });
      expect(await (await fetch(`${world.service.url}/readyz`)).text()).toMatch(/^ready\nNo evidence is made: /);
      expect(await (await fetch(`${world.service.url}/metrics`)).text()).toContain("countersign_evidence_made 0");
      expect((await ask(world, "/api/v1/repositories/github:1/releases")).status).toBe(404);
      const live = join(world.node.dagDirectory, "study");
      const { status, stderr } = run(world, "verify", live, "--keys", keys);
      expect({ status, stderr }).toMatchObject({ status: 2, stderr: expect.stringContaining("holds no key") });
      const log = await readFile(world.service.logFile, "utf8");
      expect(log.match(/No evidence is made/g)).toHaveLength(1);
    },
  },
];
