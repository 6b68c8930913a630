import { type DestinationStream, pino } from "pino";
import { expect, test } from "vitest";
import type { BotMergesGate, GateFacts } from "../../src/domain/gate.ts";
import type { Forge, Repository } from "../../src/ports/forge.ts";
import { createGates } from "../../src/service/gates.ts";
import { createMetrics } from "../../src/service/metrics.ts";

const study: Repository = { forge: "gitlab", id: 5, name: "acme/study", defaultBranch: "main", webUrl: "" };
const enforced: BotMergesGate = {
  kind: "bot-merges",
  branch: "main",
  isProtected: true,
  mergers: [{ who: "Countersign", isUs: true }],
  pushers: [],
  allowsForcePush: false,
};

test("a gate is told of in the log when it changes, and in the metrics always", async () => {
  const lines: { level: number; msg: string; reasons?: string[]; remedy?: string }[] = [];
  const stream: DestinationStream = { write: (line) => void lines.push(JSON.parse(line)) };
  const metrics = createMetrics({ size: async () => ({ waiting: 0, failing: 0 }) });
  const gates = createGates(metrics, pino({}, stream));
  let facts: GateFacts | Error = enforced;
  const forge: Pick<Forge, "listRepositories" | "readGate"> = {
    listRepositories: async () => [study],
    readGate: async () => {
      if (facts instanceof Error) throw facts;
      return facts;
    },
  };
  const look = async () => {
    lines.length = 0;
    await gates.look(forge, ({ defaultBranch }) => defaultBranch);
    return lines.map(({ msg }) => msg);
  };
  const gauge = async (state: string) =>
    (await metrics.registry.metrics())
      .split("\n")
      .find((line) => line.startsWith("countersign_gate{") && line.includes(`state="${state}"`));

  expect(gates.of(study, "main")).toBeNull();
  expect(await look()).toEqual(["the gate is enforced"]);
  expect(await look()).toEqual([]);
  expect(await gauge("enforced")).toBe('countersign_gate{forge="gitlab",repository="acme/study",state="enforced"} 1');

  facts = { ...enforced, allowsForcePush: true };
  expect(await look()).toEqual(["the gate is not enforced"]);
  expect(lines[0]).toMatchObject({
    level: 40,
    reasons: ["force pushes are allowed"],
    remedy: "countersign setup gitlab acme/study",
  });
  expect(gates.of(study, "main")).toEqual({ state: "open", reasons: ["force pushes are allowed"] });
  expect(gates.of(study, "other")).toBeNull();
  expect(await gauge("open")).toMatch(/ 1$/);
  expect(await gauge("enforced")).toMatch(/ 0$/);

  facts = new Error("no answer");
  expect(await look()).toEqual(["the gate could not be read; it is read again at the next look"]);
  expect(gates.of(study, "main")?.state).toBe("unknown");
});
