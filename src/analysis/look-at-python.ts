import { skimCode } from "../python/code/skim-code.ts";
import { hasLoneCarriageReturn } from "../python/line-ends.ts";
import { mightDoHarm } from "../rules/security/might-do-harm.ts";
import { mightTell } from "../rules/security/telling-name.ts";
import type { SyntaxProblem } from "../rules/subject.ts";

/** What a quick look says that rules could speak of, so that not all of every file is parsed. */
export interface PythonLooks {
  readonly wantsCode: boolean;
  readonly wantsStrings: boolean;
}

export function lookAtPython(
  text: string,
  syntax: readonly SyntaxProblem[],
  { isAllCodeWanted }: { readonly isAllCodeWanted: boolean },
): PythonLooks {
  const skimmed = syntax.length === 0 ? skimCode(text) : null; // `null`: everything is looked at
  return {
    wantsCode: isAllCodeWanted || skimmed === null || mightDoHarm(skimmed),
    // Tree-sitter takes quadratic time over lone carriage returns; a rule of their own reports them.
    wantsStrings: mightTell(skimmed?.code ?? text) && !hasLoneCarriageReturn(text),
  };
}

/** Where nothing but its DAGs is wanted. */
export const noLooks: PythonLooks = { wantsCode: false, wantsStrings: false };
