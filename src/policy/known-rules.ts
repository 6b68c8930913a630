/** Codes of ruff's that Countersign runs: https://docs.astral.sh/ruff/rules/ */
const ruffCode = /^(AIR|S|F|E|B|PLE)\d{3,4}$/;

/** Names that are promised already, so that a policy may set them up before the rule comes. */
const promised: readonly string[] = ["IDN-001"];

/** Whether a policy may speak of a rule, given the ids of all rules of our own. */
export function isKnownRule(id: string, own: readonly string[]): boolean {
  return own.includes(id) || promised.includes(id) || ruffCode.test(id);
}
