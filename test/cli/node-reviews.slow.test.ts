import { expect, test } from "vitest";
import { cohortDag } from "../world/files.ts";
import { createPullingNode } from "../world/pulling-node.ts";
import { mergePast, propose } from "../world/steps.ts";
import { faces, startWorld } from "../world/world.ts";

const dag = "dags/a.py";

test.each(faces)("what controllers approve on the forge goes live, as the node itself reads it: %s", async (face) => {
  const world = await startWorld({ face, webhooks: false, hasPolicy: true });
  try {
    const { ada, ben, cleo } = world.people;
    const environment = { COUNTERSIGN_KEY_PASSPHRASE: "correct horse battery staple" };
    const trust = "{ accept: [reviews] }";
    const node = await createPullingNode(world, { trust, keys: {}, reader: "ben", environment });
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
    expect(await node.verify()).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("unsigned: What the reviews"),
    });
    const verified = await node.verify("--keys", await node.keysFile());
    expect(verified).toMatchObject({ code: 0, stderr: "" });
    expect(verified.stdout).toMatch(/approved {2}ben \(\d+\) by review, of .*, as the node read it/);
    expect(verified.stdout).toMatch(/policy {4}\.countersign\.yml at [0-9a-f]{7} \(sha256 [0-9a-f]{64}\)/);
  } finally {
    await world.close();
  }
});
