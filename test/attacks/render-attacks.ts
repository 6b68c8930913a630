import { type Face, faces } from "../world/world.ts";
import { type Attack, decidedOn, themes } from "./attack.ts";

const faceNames: Readonly<Record<Face, string>> = { github: "GitHub", gitlab: "GitLab" };

/** The page on attacks and their outcomes. Tests hold every row against the running service. */
export function renderAttacks(attacks: readonly Attack[]): string {
  const sections = themes.flatMap((theme) => [
    `## ${theme.charAt(0).toUpperCase()}${theme.slice(1)}`,
    "",
    "| attack | forge | decided | deployed | said |",
    "|---|---|---|---|---|",
    ...attacks.filter((one) => one.theme === theme).flatMap(rowsOf),
    "",
  ]);
  return `${[...introduction, ...sections].join("\n").trimEnd()}\n`;
}

const introduction = [
  "# Attacks, and what came of them",
  "",
  "Generated from `test/attacks/`, where each row is a test: real git, the service as a process of its own, and a forge that behaves as GitHub or as GitLab. After the",
  "decision an administrator brings the change onto main past every gate, and the live tree of the node must stay as it is, byte for byte. Where there is an honest form of the",
  "same story, it is played as well and must go live, so that the malice alone makes the difference. `…` stands for what differs each time. Who can do what, and",
  "what is not prevented, is in the [threat model](threat-model.md).",
  "",
];

function rowsOf(attack: Attack): readonly string[] {
  const own = attack.faces ?? faces;
  if (typeof attack.said === "string") return [rowOf(attack, own, attack.said)];
  const { said } = attack;
  return own.map((face) => rowOf(attack, [face], said[face]));
}

function rowOf(attack: Attack, own: readonly Face[], said: string): string {
  const outcome = [...new Set(own.map((face) => decidedOn(face, attack)))].join(", ");
  const decided = attack.isOfGate === true ? `${outcome}, but not merged` : outcome;
  const cells = [attack.name, own.map((face) => faceNames[face]).join(", "), decided, "nothing", shown(said)];
  return `| ${cells.join(" | ")} |`;
}

/** As people see it: emphasis is left out, and nothing ends the cell. */
function shown(said: string): string {
  return said.replaceAll("**", "").replaceAll("|", "\\|");
}
