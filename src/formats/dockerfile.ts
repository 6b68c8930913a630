import {
  type Dockerfile,
  DockerfileParser,
  From,
  type Instruction,
  JSONInstruction,
  Onbuild,
  PropertyInstruction,
} from "dockerfile-ast";
import type { Span } from "../domain/finding.ts";
import { didYouMean, quoteName } from "./did-you-mean.ts";
import { firstLineOf, keywordOf, textOf, toSpan } from "./dockerfile-places.ts";

/** An image that a Dockerfile takes something from. */
export interface DockerImage {
  /** With the defaults of build arguments filled in; `null` where one has no default. */
  readonly reference: string | null;
  readonly written: string;
  readonly span: Span;
}

export interface DockerInstruction {
  /** In capitals; of `ONBUILD`, that of the instruction it triggers. */
  readonly keyword: string;
  readonly span: Span;
  /** What follows the keyword in one line: continued lines joined, comments left out, flags left out. */
  readonly text: string;
  /** Such as `from` and `chown`, without their dashes; of one that is given several times all values, a line each. */
  readonly flags: ReadonlyMap<string, string>;
  /** What `ENV`, `ARG` and `LABEL` set; `value` is `null` where none is given. The span is the value's, where there is one. */
  readonly settings: readonly { readonly name: string; readonly value: string | null; readonly span: Span }[];
}

/** From one `FROM` to the next. */
export interface DockerStage {
  /** In small letters; `null` where it has none. */
  readonly name: string | null;
  readonly base: DockerImage;
  readonly instructions: readonly DockerInstruction[];
}

export interface DockerfileReading {
  readonly stages: readonly DockerStage[];
  /** What stands before the first `FROM`. */
  readonly head: readonly DockerInstruction[];
  readonly problems: readonly { readonly message: string; readonly span: Span }[];
  /** Why it cannot be known what the file says; `null` where it can. */
  readonly doubt: string | null;
}

/** In characters. The parser takes long over what nobody writes. */
const longest = 128 * 1024;

/** A longer list would help nobody. */
const mostProblems = 20;

const longestReference = 1000;

const keywords: ReadonlySet<string> = new Set(
  "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR".split(
    " ",
  ),
);

/** Reads a Dockerfile (https://docs.docker.com/reference/dockerfile/). Never throws for what it holds. */
export function readDockerfile(source: string): DockerfileReading {
  const refuse = (message: string): DockerfileReading => ({
    ...nothing,
    problems: [{ message, span: firstCharacter }],
  });
  if (source.length > longest) {
    return refuse(`The file has ${Math.ceil(source.length / 1024)} kB; at most 128 kB of a Dockerfile are read.`);
  }
  const text = source.replaceAll(/\r(?!\n)/g, " "); // Docker ends no line there, as the parser does
  const lines = text.split("\n");
  const file = DockerfileParser.parse(text);
  const doubt = doubtOf(file);
  if (doubt !== null) return { ...nothing, doubt };
  const instructions = file.getInstructions();
  const first = instructions.findIndex((one) => one instanceof From);
  if (first === -1) return refuse("The file has no `FROM`, so there is nothing to build on.");

  const head = instructions.slice(0, first);
  const defaults = readDefaults(head);
  const stages: OpenStage[] = [];
  for (const one of instructions.slice(first)) {
    if (one instanceof From) stages.push(openStage(one, defaults));
    else stages.at(-1)?.instructions.push(toInstruction(one, lines));
  }
  const problems = findProblems(head, instructions.slice(first));
  return { stages, head: head.map((one) => toInstruction(one, lines)), problems, doubt };
}

const nothing: DockerfileReading = { stages: [], head: [], problems: [], doubt: null };
const firstCharacter: Span = { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } };

interface OpenStage extends DockerStage {
  readonly instructions: DockerInstruction[];
}

/** Another front end may read the file in its own way. */
function doubtOf(file: Dockerfile): string | null {
  const syntax =
    file
      .getDirectives()
      .find((one) => one.getName().toLowerCase() === "syntax")
      ?.getValue() ?? null;
  if (syntax === null || /^(?:docker\.io\/)?docker\/dockerfile(?:-upstream)?(?:[:@]|$)/.test(syntax)) return null;
  return "its `# syntax=` line names a front end of its own, which decides what the file means";
}

function findProblems(head: readonly Instruction[], rest: readonly Instruction[]): DockerfileReading["problems"] {
  const early = head
    .filter((one) => one.getKeyword() !== "ARG" && keywords.has(one.getKeyword()))
    .map((one) => ({ message: `\`${one.getKeyword()}\` stands before the first \`FROM\`.`, span: keywordOf(one) }));
  const unknown = [...head, ...rest]
    .filter((one) => !keywords.has(one.getKeyword()))
    .map((one) => {
      const message = `Unknown instruction ${quoteName(one.getInstruction())}.${didYouMean(one.getKeyword(), [...keywords])}`;
      return { message, span: keywordOf(one) };
    });
  const empty = rest
    .filter((one) => one instanceof From && one.getImage() === null)
    .map((one) => ({ message: "`FROM` names no image.", span: keywordOf(one) }));
  return [...early, ...unknown, ...empty].slice(0, mostProblems);
}

/** Build arguments that may stand in `FROM`, with their defaults. */
function readDefaults(head: readonly Instruction[]): ReadonlyMap<string, string | null> {
  const defaults = new Map<string, string | null>();
  for (const one of head) {
    if (!(one instanceof PropertyInstruction) || one.getKeyword() !== "ARG") continue;
    for (const property of one.getProperties()) {
      const value = property.getValue();
      defaults.set(property.getName(), value === null ? null : fillIn(value, defaults));
    }
  }
  return defaults;
}

function openStage(from: From, defaults: ReadonlyMap<string, string | null>): OpenStage {
  const written = from.getImage() ?? "";
  const span = toSpan(from.getImageRange() ?? from.getRange());
  const base = { reference: fillIn(written, defaults), written, span };
  return { name: from.getBuildStage()?.toLowerCase() ?? null, base, instructions: [] };
}

/** Fills in `$NAME`, `${NAME}`, `${NAME:-other}`; `null` where one is not known. */
function fillIn(text: string, values: ReadonlyMap<string, string | null>): string | null {
  let isKnown = true;
  const filled = text.replaceAll(
    /\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?::?-([^{}$]*))?\})/g,
    (_, plain?: string, braced?: string, other?: string) => {
      const value = values.get(plain ?? braced ?? "") ?? other ?? null;
      if (value === null) isKnown = false;
      return value ?? "";
    },
  );
  return isKnown && !filled.includes("$") && filled.length <= longestReference ? filled : null;
}

function toInstruction(one: Instruction, lines: readonly string[]): DockerInstruction {
  const inner = one instanceof Onbuild ? (one.getTriggerInstruction() ?? one) : one;
  const flags = inner instanceof JSONInstruction ? inner.getFlags() : [];
  const settings = inner instanceof PropertyInstruction ? inner.getProperties() : [];
  return {
    keyword: inner.getKeyword(),
    span: firstLineOf(toSpan(inner.getRange()), lines),
    text: textOf(inner),
    flags: flagsOf(flags.map((flag) => [flag.getName().toLowerCase(), flag.getValue() ?? ""])),
    settings: settings.map((property) => ({
      name: property.getName(),
      value: property.getValue(),
      span: firstLineOf(toSpan(property.getValueRange() ?? property.getRange()), lines),
    })),
  };
}

function flagsOf(given: readonly (readonly [string, string])[]): DockerInstruction["flags"] {
  const flags = new Map<string, string>();
  for (const [name, value] of given) flags.set(name, [flags.get(name) ?? [], value].flat().join("\n"));
  return flags;
}
