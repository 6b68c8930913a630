import fc from "fast-check";
import type { Finding, Inspection } from "../../../src/domain/finding.ts";
import { allRules } from "../../../src/rules/rule-set.ts";

const word = fc.string({ unit: "binary", minLength: 1, maxLength: 30 });
const rule = fc.constantFrom(...allRules.map(({ id }) => id));
const position = fc.record({ line: fc.integer({ min: 1, max: 1e6 }), column: fc.integer({ min: 1, max: 1e6 }) });
const finding: fc.Arbitrary<Finding> = fc.record({
  rule,
  name: fc.constantFrom(...allRules.map(({ name }) => name)),
  severity: fc.constantFrom("error", "warning", "info"),
  confidence: fc.constantFrom("high", "medium", "low"),
  message: word,
  remedy: word,
  path: word,
  span: fc.record({ start: position, end: position }),
  isNew: fc.boolean(),
});
/** Any inspection, with any text in it. */
export const inspections: fc.Arbitrary<Inspection> = fc.record({
  findings: fc.array(finding, { maxLength: 3 }),
  suppressed: fc.array(
    fc.tuple(finding, word).map(([one, reason]) => ({ ...one, reason })),
    { maxLength: 2 },
  ),
  indeterminate: fc.array(fc.record({ rule, path: word, reason: word }), { maxLength: 2 }),
  filesInspected: fc.nat(),
  unread: fc.array(fc.record({ path: word, reason: word }), { maxLength: 2 }),
});
