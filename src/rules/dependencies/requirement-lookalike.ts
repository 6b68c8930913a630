import { distance } from "fastest-levenshtein";
import { z } from "zod";
import { quoteName } from "../../formats/did-you-mean.ts";
import { defineRule } from "../define-rule.ts";
import { isMeant } from "./is-meant.ts";
import { wellKnown } from "./well-known.ts";

const options = z.strictObject({
  known: z
    .array(z.string().min(1).max(200))
    .max(1000)
    .default([])
    .describe("Names of packages that are meant as they are written, in lower case with `-`."),
});

export const requirementLookalike = defineRule<{ name: string; meant: string }, typeof options>({
  id: "DEP-009",
  name: "requirement-lookalike",
  severity: "warning",
  confidence: "medium",
  about: "requirements",
  reach: "line",
  summary: "A package has nearly the name of a well-known one.",
  why: "Names that differ in one letter are how foreign code gets into environments: somebody uploads `reqeusts` and waits for typing errors. What is installed runs with the node's rights. Packages that the node has already are left alone.",
  message: ({ name, meant }) => `${quoteName(name)} is nearly, but not quite, ${quoteName(meant)}.`,
  remedy: ({ meant }) =>
    `Write ${quoteName(meant)} if that is meant; if not, name the package in this rule's \`known\` option.`,
  options,
  bad: "reqeusts==2.32.3\n",
  good: "requests==2.32.3\n",
  check(subject, report, { known }) {
    const { dependencies, inventory } = subject;
    for (const file of dependencies) {
      for (const requirement of file.requirements) {
        const { key, name, span } = requirement;
        const isInstalled = inventory !== null && Object.hasOwn(inventory.packages, key);
        if (wellKnown.has(key) || known.includes(key) || isInstalled) continue;
        if (file.form === "docstring" && !isMeant(file, { ...requirement, key: likeness(key) ?? key }, subject))
          continue;
        const meant = likeness(key);
        if (meant !== null) report(span, { name, meant });
      }
    }
  },
});

/** The well-known name that another nearly is, or `null`. */
function likeness(key: string): string | null {
  if (key.length < shortest || key.length > 60) return null;
  const plain = look(key);
  for (const name of wellKnown.keys()) {
    if (name.length < shortest || Math.abs(name.length - key.length) > 2) continue;
    if (look(name) === plain || distance(name, key) === 1 || isSwapped(name, key)) return name;
  }
  return null;
}

/** Shorter names are too near to each other. */
const shortest = 5;

/** What a name looks like in a hurry: without dashes, and with the letters that figures stand for. */
function look(name: string): string {
  return name
    .replaceAll("-", "")
    .replaceAll("rn", "m")
    .replaceAll("vv", "w")
    .replaceAll(/[01]/g, (figure) => (figure === "0" ? "o" : "l"));
}

/** Whether two neighbouring letters changed places. */
function isSwapped(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return one[at] === other[at + 1] && one[at + 1] === other[at] && one.slice(at + 2) === other.slice(at + 2);
}
