import { expect, test } from "vitest";
import { readDvcPipeline } from "../../src/formats/dvc-pipeline.ts";
import { expectLinear } from "../support/cost-of.ts";

test("very many stages beside very many values take linear time", { timeout: 60_000 }, async () => {
  await expectLinear(300, (count) => {
    const each = (write: (at: number) => string) => Array.from({ length: count }, (_, at) => write(at)).join("");
    const stages = each((at) => `  s${at}: { cmd: x, outs: ["\${v1}${at}"] }\n`);
    const text = `vars: [${each((at) => `{ v${at}: a }, `).repeat(5)}]\nstages:\n${stages}`;
    expect(readDvcPipeline(text, "dvc.yaml")).not.toHaveProperty("problems");
  });
});
