import type { Span } from "../../domain/finding.ts";
import type { DockerInstruction } from "../../formats/dockerfile.ts";
import { matchForms } from "../security/credential-forms.ts";
import { isTellingName } from "../security/telling-name.ts";
import { isLiteral } from "./is-literal.ts";

/** A credential that a command or a here-document of a Dockerfile has in it. */
export interface WrittenSecret {
  readonly name: string;
  readonly span: Span;
}

/** `NAME=value`, `name: value`, `"name": "value"`; no options (`--name=value`), and no parts of a path or expression. */
const pair =
  /(?<![\w$./-])["']?([A-Za-z_][\w-]{0,79})["']?([ \t]{0,5}[=:][ \t]{0,5})(?:"([^"\n\\]{1,500})"|'([^'\n]{1,500})'|([^\s"'\\;&|<>]{1,500}))/g;

/** `echo value > password-file` */
const redirected =
  /\b(?:echo|printf)[ \t]{1,5}(?:-\w{1,3}[ \t]{1,5}){0,2}(?:"([^"\n\\]{1,500})"|'([^'\n]{1,500})'|([^\s"'\\;&|<>]{1,500}))[ \t]{0,5}>{1,2}[ \t]{0,5}["']?[^\s"';&|]{0,200}?(passwords?|passwd|secrets?|tokens?|credentials?)(?:\.\w{1,10})?["']?(?=[\s;&|]|$)/g;

const mostSecrets = 20;

/** What `RUN`, and `COPY` and `ADD` with here-documents, write out. What has a form of its own is left to SEC-001. */
export function writtenSecrets({ keyword, text, span }: DockerInstruction): readonly WrittenSecret[] {
  const isDocument = text.includes("<<");
  if (!(keyword === "RUN" || (isDocument && (keyword === "COPY" || keyword === "ADD")))) return [];
  const lines = isDocument ? text.split("\n") : [text];
  const found = lines.flatMap((line, index) => {
    const names = secretsOfLine(line);
    if (names.length === 0 || matchForms(line).length > 0) return [];
    const at = span.start.line + index;
    const place = index === 0 ? span : { start: { line: at, column: 1 }, end: { line: at, column: line.length + 1 } };
    return names.map((name) => ({ name, span: place }));
  });
  return found.slice(0, mostSecrets);
}

function secretsOfLine(line: string): readonly string[] {
  if (/^\s*#/.test(line)) return [];
  const pairs = [...line.matchAll(pair)].flatMap(([, name = "", sign = "", ...given]) => {
    const value = given.find((one) => one !== undefined) ?? "";
    const isMeant = isTellingName(name) && isWritten(value) && (sign === "=" || isLikely(value));
    return isMeant ? [name] : [];
  });
  const files = [...line.matchAll(redirected)].flatMap(([, first, second, third, file = ""]) =>
    isWritten(first ?? second ?? third ?? "") && isLikely(first ?? second ?? third ?? "") ? [file] : [],
  );
  return [...pairs, ...files];
}

/** Nothing that a shell or a program fills in. */
function isWritten(value: string): boolean {
  return isLiteral(value) && !/[$`(){}[\]<>]/.test(value);
}

function isLikely(value: string): boolean {
  return value.length >= 6 && /\d/.test(value) && /[A-Za-z]/.test(value) && !/\s/.test(value);
}
