import type { Face } from "../world/world.ts";
import type { Stage } from "./stage.ts";

/** What is to be judged at the end of a story: an open change, or a commit that somebody brought onto main. */
export type Played =
  | {
      readonly kind: "change";
      readonly number: number;
      /** The commit below it on main that the alert is about; its own landing when not given. */
      readonly blamed?: string;
    }
  | { readonly kind: "commit"; readonly sha: string };

/** As the forge shows it: GitLab knows no difference between rejected and failed. */
export type Outcome = "pending" | "rejected" | "failed" | "approved";

/** One way to bring onto the node what nobody approved. */
export interface Attack {
  readonly name: string;
  readonly theme: Theme;
  /** Where it can be tried; both unless it says which. */
  readonly faces?: readonly Face[];
  /**
   * Plays it with real git and the forge's own API. Without malice (`isAttack` false) it is the same story, honestly told, whose
   * change must go live: that shows that the malice alone made the difference.
   */
  readonly play: (stage: Stage, isAttack: boolean) => Promise<Played>;
  /** Of a change, what its approval check shows; of a commit, always what its alert says: not approved. */
  readonly decided: Outcome | Readonly<Record<Face, Outcome>>;
  /** What was said to people, word for word; `…` stands for what differs each time. */
  readonly said: string | Readonly<Record<Face, string>>;
  /** Against what people can merge, not against what an administrator brings onto main past the gate. */
  readonly isOfGate?: boolean;
  /** What goes live before, by the rules. */
  readonly prepare?: (stage: Stage) => Promise<void>;
  /** `true` where the story has no honest form, as nobody would do it. */
  readonly hasNoTwin?: boolean;
  /** What takes so long that only `npm run proof` plays it. */
  readonly isSlow?: boolean;
}

export const themes = [
  "identity",
  "timing",
  "words",
  "base",
  "landing",
  "lifecycle",
  "labels",
  "names",
  "forged facts",
  "size",
] as const;
export type Theme = (typeof themes)[number];

export function decidedOn(face: Face, { decided }: Pick<Attack, "decided">): Outcome {
  return typeof decided === "string" ? decided : decided[face];
}

export function saidOn(face: Face, { said }: Pick<Attack, "said">): string {
  return typeof said === "string" ? said : said[face];
}

/** The pattern of a sentence in which `…` stands for anything. */
export function patternOf(said: string): RegExp {
  const parts = said.split("…").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(parts.join("[^\\n]*?"));
}
