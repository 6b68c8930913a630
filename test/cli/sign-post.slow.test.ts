import { readFile, writeFile } from "node:fs/promises";
import { afterAll, expect, test } from "vitest";
import { fetchSignatures } from "../../src/remotes/countersign-service.ts";
import { openSshTools } from "../support/ssh-keys.ts";
import { cohortDag } from "../world/files.ts";
import { createPullingNode } from "../world/pulling-node.ts";
import { propose } from "../world/steps.ts";
import { until } from "../world/until.ts";
import { faces, startWorld, type World } from "../world/world.ts";

const ssh = openSshTools();
afterAll(() => ssh.close());
const keys = { ben: ssh.makeKey("ed25519"), cleo: ssh.makeKey("ecdsa-256") };
const eves = ssh.makeKey("ed25519");
const dag = "dags/a.py";

/** The service, too, knows whose keys these are. */
async function nameKeys({ node }: World): Promise<void> {
  const text = await readFile(node.file, "utf8");
  const named = text.replace(/\{ login: (ben|cleo), id: \d+ \}/g, (account, login: "ben" | "cleo") => {
    return `${account}, ssh-keys: [${JSON.stringify(keys[login].publicKey)}]`;
  });
  await writeFile(node.file, named);
}

test.each(faces)(
  "what controllers hand to the service, by --post or pasted into a comment, goes live on a node that reads no forge: %s",
  { timeout: 240_000 },
  async (face) => {
    const world = await startWorld({ face, webhooks: false, hasPolicy: true });
    try {
      await nameKeys(world);
      await world.service.start();
      const { ada, ben, eve } = world.people;
      const { url } = world.service;
      const node = await createPullingNode(world, {
        trust: `{ accept: [controller-signatures], signatures: 2, service: "${url}" }`,
        keys,
        reader: null, // git alone
        environment: { COUNTERSIGN_READ_TOKEN: world.readToken },
      });
      const tip = await ada.readTip("main");
      const posted = await node.sign("cleo", keys.cleo, "--adopt", tip, "--post", url);
      expect(posted).toMatchObject({ code: 0, stderr: expect.stringContaining(`The service at ${url} has it.`) });
      expect(await node.pull()).toMatchObject({ status: "waiting", exitCode: 1 }); // one of two
      expect(await node.sign("ben", keys.ben, "--adopt", tip, "--post", url)).toMatchObject({ code: 0 });
      expect(await node.pull()).toMatchObject({ status: "deployed", exitCode: 0, accepted: { by: ["ben", "cleo"] } });

      const stranger = await node.sign("eve", eves, "--adopt", tip, "--post", url);
      expect(stranger).toMatchObject({ code: 3, stderr: expect.stringContaining("which no controller has") });

      const number = await propose(ada, "one", "One", { [dag]: cohortDag });
      expect(await node.sign("cleo", keys.cleo, String(number), "--post", url)).toMatchObject({ code: 0 });
      const pasted = await node.sign("ben", keys.ben, String(number));
      const ofStranger = await node.sign("eve", eves, String(number));
      await ada.comment(number, ofStranger.stdout);
      await ben.comment(number, `Read it.\n\n${pasted.stdout}`);
      const place = `${new URL(world.forge.baseUrl).host}/acme/study`;
      const relayed = await until("the pasted signature at the service", async () => {
        const kept = await fetchSignatures({ url, token: world.readToken }, place);
        return kept.includes(pasted.stdout.trimEnd()) || kept.includes(pasted.stdout) ? kept : null;
      });
      expect(relayed).toHaveLength(4); // two of each; none of a stranger
      if (face === "github")
        await eve.merge(number); // past the checks: here the node alone decides
      else await world.mergeAsBot(number);
      expect(await node.pull()).toMatchObject({
        status: "deployed",
        why: [],
        accepted: { by: expect.arrayContaining(["ben", "cleo"]) },
      });
      expect(await node.readDag(dag)).toBe(cohortDag);
      expect(await node.verify()).toMatchObject({
        code: 0,
        stdout: expect.stringContaining(`signed change ${number}`),
      });
    } finally {
      await world.close();
    }
  },
);
