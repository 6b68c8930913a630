import type { PythonTools } from "../../src/analysis/python-tools.ts";
import { readModule } from "../../src/analysis/read-module.ts";
import { prepareRules } from "../../src/core/inspect/run-rules.ts";
import { readCode } from "../../src/python/code/read-code.ts";
import { skimCode } from "../../src/python/code/skim-code.ts";
import { hasLoneCarriageReturn } from "../../src/python/line-ends.ts";
import { readNamedStrings } from "../../src/python/named-strings.ts";
import { ruleSet } from "../../src/rules/rule-set.ts";
import { mightDoHarm } from "../../src/rules/security/might-do-harm.ts";
import { isTellingName, mightTell } from "../../src/rules/security/telling-name.ts";
import type { FileSubject } from "../../src/rules/subject.ts";

/** Whether code would be read for the rules of security, were it in no DAG's file. */
export function isLookedAt(text: string): boolean {
  const skimmed = skimCode(text);
  return skimmed === null || mightDoHarm(skimmed);
}

/** Whether texts that are given to names would be read. */
export function isListenedTo(text: string): boolean {
  return mightTell(skimCode(text)?.code ?? text);
}

/** Whether a module's DAGs are others when what its functions do is read only where it is asked for. */
export function isMistakenByOutline(text: string, tools: PythonTools): boolean {
  const [whole, outlined] = [true, false].map((isParsed) =>
    JSON.stringify(readModule(text, [], tools, "dags/a.py", { around: null, isParsed })),
  );
  return whole !== outlined;
}

/** The rules that would speak of a text's code, were it read, though the quick looks pass over it. */
export function missedByLooks(text: string, tools: PythonTools): readonly string[] {
  const isRead = isLookedAt(text);
  if (isRead && isListenedTo(text)) return [];
  const tree = tools.parse(text);
  const tells =
    isListenedTo(text) || hasLoneCarriageReturn(text)
      ? []
      : readNamedStrings(tree, text).flatMap(({ name, form }) =>
          form === "second" || isTellingName(name) ? [name] : [],
        );
  return isRead ? tells : [...tells, ...saidOfCode(text, tools)];
}

const ofCode = prepareRules(ruleSet, {}).own.filter(({ rule }) => rule.id.startsWith("SEC-"));

/** The rules that speak of a text's code. */
export function saidOfCode(text: string, tools: PythonTools): readonly string[] {
  const subject = { ...nothing, text, code: readCode(tools.parse(text), text) };
  return ofCode.flatMap(({ rule, options }) => {
    const found = rule.checkFile?.(subject, options);
    const without = rule.checkFile?.({ ...subject, code: null }, options);
    return JSON.stringify(found) === JSON.stringify(without) ? [] : [rule.id];
  });
}

/** All that those rules ask of a file besides its code. */
const nothing = {
  ...{ path: "dags/a.py", kind: "dag", python: "3.12", today: "2026-01-01", repository: null },
  ...{ module: null, syntax: [], lint: [], namedStrings: [], imports: [], dependencies: [], secrets: [] },
  ...{ podTemplates: [], taskTemplates: new Map() },
  ...{ job: null, dvc: null, manifests: null, dockerfile: null, nodeFile: null, tree: null, node: null },
} as unknown as FileSubject; // the rest belongs to other groups
