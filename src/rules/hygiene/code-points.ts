import type { Span } from "../../domain/finding.ts";
import { listLineStarts, spanOfOffsets } from "../../formats/text-positions.ts";

/** Names of what nobody sees. https://www.unicode.org/Public/UCD/latest/ucd/NamesList.txt */
const names: Readonly<Record<number, string>> = {
  0: "null",
  7: "bell",
  8: "backspace",
  11: "vertical tab",
  27: "escape",
  127: "delete",
  133: "next line",
  173: "soft hyphen",
  1564: "Arabic letter mark",
  4447: "Hangul choseong filler",
  4448: "Hangul jungseong filler",
  6158: "Mongolian vowel separator",
  8203: "zero width space",
  8204: "zero width non-joiner",
  8205: "zero width joiner",
  8206: "left-to-right mark",
  8207: "right-to-left mark",
  8232: "line separator",
  8233: "paragraph separator",
  8234: "left-to-right embedding",
  8235: "right-to-left embedding",
  8236: "pop directional formatting",
  8237: "left-to-right override",
  8238: "right-to-left override",
  8288: "word joiner",
  8294: "left-to-right isolate",
  8295: "right-to-left isolate",
  8296: "first strong isolate",
  8297: "pop directional isolate",
  12644: "Hangul filler",
  65279: "byte-order mark",
  65440: "half-width Hangul filler",
};

/** A character by its code point, since it must never be shown itself: `U+202E (right-to-left override)`. */
export function nameCodePoint(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  const hex = `U+${point.toString(16).toUpperCase().padStart(4, "0")}`;
  const name = names[point];
  return name === undefined ? hex : `${hex} (${name})`;
}

export interface Hit {
  readonly span: Span;
  readonly match: string;
  /** How many there are on this line. */
  readonly count: number;
}

/** More would help nobody. */
const mostHits = 20;

/** Where a pattern (with flag `g`) matches: the first of each line. `isMeant` passes over what is no finding. */
export function findOnLines(
  text: string,
  pattern: RegExp,
  isMeant: (match: string, at: number) => boolean = () => true,
): readonly Hit[] {
  const hits = new Map<number, Hit>();
  let lineStarts: readonly number[] | null = null;
  for (const { 0: match, index } of text.matchAll(pattern)) {
    if (!isMeant(match, index)) continue;
    lineStarts ??= listLineStarts(text);
    const span = spanOfOffsets(lineStarts, index, index + match.length);
    const known = hits.get(span.start.line);
    if (known === undefined && hits.size >= mostHits) break;
    hits.set(span.start.line, known === undefined ? { span, match, count: 1 } : { ...known, count: known.count + 1 });
  }
  return [...hits.values()];
}
