/** Code that perhaps runs: a branch, the body of a loop, a handler. */
export interface Frame {
  readonly parent: Frame | null;
  /** Why nobody knows whether it runs. */
  readonly reason: string;
  /** Afterwards it was clear that it does run. */
  isSettled: boolean;
}

/** A thing that can change, and what may have been done to it. */
export interface Doubts {
  /** The frame that made it. */
  readonly born: Frame | null;
  readonly all: Doubt[];
}

export interface Doubt {
  readonly reason: string;
  /** The frame in which it happened; `"always"` if it is a doubt wherever it happened. */
  readonly frame: Frame | null | "always";
  /** Unknown code was called, which can make things of its own, but not change what has a name here. */
  readonly isElsewhere?: true;
}

/** The frame that a frame stands for once it is clear which ones ran. */
export function settle(frame: Frame | null): Frame | null {
  let one = frame;
  while (one?.isSettled === true) one = one.parent;
  return one;
}

/** The first reason why a thing may differ from what is known of it; `null` when there is none. */
export function doubtOf({ born, all }: Doubts): string | null {
  for (const { reason, frame } of all) if (frame === "always" || settle(frame) !== settle(born)) return reason;
  return null;
}

/** Says that a thing was changed in a frame, where that is not the frame that made it. */
export function noteChange(doubts: Doubts, frame: Frame | null): void {
  if (frame === doubts.born) return;
  const last = doubts.all.at(-1);
  if (last?.frame === frame) return;
  doubts.all.push({ reason: frame?.reason ?? "it was made where it may not be", frame });
}
