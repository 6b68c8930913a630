import type { Span } from "../domain/finding.ts";
import { quoteName } from "./did-you-mean.ts";

/** An option on a line of its own; `url`: no option, but a package that its URL alone stands for, without a hash. */
export interface RequirementsOption {
  readonly name:
    | "url"
    | "requirement"
    | "constraint"
    | "editable"
    | "index-url"
    | "extra-index-url"
    | "find-links"
    | "trusted-host"
    | "other";
  /** `""` for one that takes none. */
  readonly value: string;
  readonly span: Span;
}

const names: Readonly<Record<string, RequirementsOption["name"]>> = {
  "-r": "requirement",
  "--requirement": "requirement",
  "-c": "constraint",
  "--constraint": "constraint",
  "-e": "editable",
  "--editable": "editable",
  "-i": "index-url",
  "--index-url": "index-url",
  "--pypi-url": "index-url",
  "--extra-index-url": "extra-index-url",
  "-f": "find-links",
  "--find-links": "find-links",
  "--trusted-host": "trusted-host",
};

/** What pip takes besides, with and without a value. */
const others = new Set([
  ...["--no-index", "--pre", "--require-hashes", "--prefer-binary", "--no-binary", "--only-binary"],
  ...["--use-feature", "--use-pep517", "--no-use-wheel", "--use-wheel", "--always-unzip", "-Z"],
  ...["--process-dependency-links", "--all-releases", "--only-final", "--uploaded-prior-to"],
]);

export type OptionsReading = { readonly options: readonly RequirementsOption[] } | { readonly problem: string };

/** Reads a line of options: several may stand on it. */
export function readRequirementsOptions(text: string, span: Span): OptionsReading {
  const words = text.split(/\s+/);
  const options: RequirementsOption[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? "";
    if (!word.startsWith("-")) return { problem: `${quoteName(word)} belongs to no option` };
    const { flag, value } = splitFlag(word);
    const name = Object.hasOwn(names, flag) ? names[flag] : undefined;
    if (name === undefined) {
      if (!others.has(flag)) return { problem: `${quoteName(flag)} is no option that a requirements file may have` };
      if (value === null && words[index + 1]?.startsWith("-") === false) index += 1;
      options.push({ name: "other", value: "", span });
      continue;
    }
    const given = value ?? words[++index];
    if (given === undefined || given === "") return { problem: `there is no value behind ${quoteName(flag)}` };
    options.push({ name, value: unquote(given), span });
  }
  return { options };
}

/** `--flag=value`, `-rfile`, or a flag alone. */
function splitFlag(word: string): { readonly flag: string; readonly value: string | null } {
  const equals = word.indexOf("=");
  if (word.startsWith("--")) {
    return equals === -1 ? { flag: word, value: null } : { flag: word.slice(0, equals), value: word.slice(equals + 1) };
  }
  return word.length > 2
    ? { flag: word.slice(0, 2), value: word.slice(2).replace(/^=/, "") }
    : { flag: word, value: null };
}

function unquote(value: string): string {
  return /^(["']).*\1$/.test(value) ? value.slice(1, -1) : value;
}
