import type { RepositoryKey } from "../../domain/identity.ts";
import type { ObservedLanding } from "../../domain/landing.ts";
import type { Alert } from "../../domain/report.ts";
import { countOf } from "../../formats/count-of.ts";
import { code, plain, shortRef, shortSha } from "./markdown.ts";
import { changeLink } from "./recall-words.ts";

/** A landing that a policy in force would have kept waiting. */
export interface WouldHaveWaited {
  readonly sha: string;
  readonly observed: ObservedLanding;
}

const mostListed = 100;
const mostFindings = 5;

export function digestKey(ref: string, week: string): string {
  return `observe:${ref}:${week}`;
}

/** The digest of one ISO week of a branch that is only observed, oldest landing first. */
export function digestAlert(
  repository: RepositoryKey,
  ref: string,
  week: string,
  landings: readonly WouldHaveWaited[],
): Alert {
  const [branch, count] = [code(shortRef(ref)), landings.length];
  const more = count > mostListed ? [`- and ${count - mostListed} more`] : [];
  return {
    key: digestKey(ref, week),
    sha: landings.at(-1)?.sha ?? "",
    title: `Countersign: ${week}: ${countOf(count, "change")} to ${shortRef(ref)} would have waited`,
    body: [
      `The policy of ${branch} only observes, and nothing was held back. With \`mode: enforce\` these changes would not have been merged as they were:`,
      [...landings.slice(-mostListed).map((one) => item(repository, one)), ...more].join("\n"),
      "When this list stays empty, or holds only what should have waited, set `mode: enforce` in the policy.",
    ].join("\n\n"),
  };
}

function item(repository: RepositoryKey, { sha, observed }: WouldHaveWaited): string {
  const reasons = [...(observed.summary === null ? [] : [plain(observed.summary)]), ...findingWords(observed)];
  return `- ${changeLink(repository, observed.change)} (${code(shortSha(sha))}): ${reasons.join(" ")}`;
}

function findingWords({ findings }: ObservedLanding): readonly string[] {
  if (findings.length === 0) return [];
  const named = findings.slice(0, mostFindings).map(({ rule, path, line }) => `${rule} in ${code(`${path}:${line}`)}`);
  const more = findings.length > mostFindings ? [`${findings.length - mostFindings} more`] : [];
  return [`${countOf(findings.length, "finding")} at error: ${[...named, ...more].join(", ")}.`];
}
