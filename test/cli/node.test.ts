import { afterAll, describe, expect, test } from "vitest";
import { openSshTools } from "../support/ssh-keys.ts";
import { cohortDag } from "../world/files.ts";
import { createPullingNode } from "../world/pulling-node.ts";
import { propose } from "../world/steps.ts";
import { faces, startWorld, type World } from "../world/world.ts";

const ssh = openSshTools();
afterAll(() => ssh.close());
const keys = { ben: ssh.makeKey("ed25519"), cleo: ssh.makeKey("ecdsa-256") };
const dag = "dags/a.py";

/** No service runs that could set the checks: an administrator merges past them, or the bot's account does. */
async function mergePast(world: World, number: number): Promise<void> {
  if (world.face === "github") await world.people.eve.merge(number);
  else await world.mergeAsBot(number);
}

describe.each(faces)("on %s", (face) => {
  test("what controllers sign goes live, with no service anywhere", { timeout: 120_000 }, async () => {
    const world = await startWorld({ face, webhooks: false, hasPolicy: true });
    try {
      const { ada } = world.people;
      const node = await createPullingNode(world, { trust: "{ accept: [controller-signatures] }", keys });
      const tip = await ada.readTip("main");
      expect(await node.pull()).toMatchObject({ status: "waiting", exitCode: 1, commit: null });
      const adopted = await node.sign("cleo", keys.cleo, "--adopt", tip, "--post", "comment");
      expect(adopted).toMatchObject({ code: 0, stderr: expect.stringContaining("It stands as a comment on commit") });
      expect(await node.pull()).toMatchObject({ status: "deployed", exitCode: 0, accepted: { by: ["cleo"] } });

      const number = await propose(ada, "one", "One", { [dag]: cohortDag });
      const signed = await node.sign("ben", keys.ben, String(number), "--post", "comment");
      expect(signed).toMatchObject({ code: 0, stderr: expect.stringContaining("added    dags/a.py") });
      await mergePast(world, number);
      const line = await node.pull();
      expect(line).toMatchObject({
        status: "deployed",
        why: [],
        accepted: { basis: "controller-signatures", by: ["ben"] },
      });
      expect(await node.readDag(dag)).toBe(cohortDag);
      expect(await node.pull()).toMatchObject({ status: "unchanged", exitCode: 0 });
    } finally {
      await world.close();
    }
  });

  test("what controllers approve on the forge goes live, as the node itself reads it", {
    timeout: 120_000,
  }, async () => {
    const world = await startWorld({ face, webhooks: false, hasPolicy: true });
    try {
      const { ada, ben, cleo } = world.people;
      const node = await createPullingNode(world, { trust: "{ accept: [reviews] }", keys: {}, reader: "ben" });
      const tip = await ada.readTip("main");
      expect(await node.pull()).toMatchObject({ status: "waiting", exitCode: 1, commit: null });
      await cleo.commentOnCommit(tip, `/countersign adopt ${tip}`);
      expect(await node.pull()).toMatchObject({ status: "deployed", accepted: { basis: "reviews", by: ["cleo"] } });

      const number = await propose(ada, "one", "One", { [dag]: cohortDag });
      await new Promise((resolve) => setTimeout(resolve, 1_100)); // forges count in whole seconds
      await ben.approve(number);
      await mergePast(world, number);
      const line = await node.pull();
      expect(line).toMatchObject({ status: "deployed", why: [], accepted: { basis: "reviews", by: ["ben"] } });
      expect(await node.readDag(dag)).toBe(cohortDag);
    } finally {
      await world.close();
    }
  });
});
