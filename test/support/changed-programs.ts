import fc from "fast-check";

const word = /\b[A-Za-z_]\w*\b|"[^"\n]*"|>>|<<|\d+/g;

interface Change {
  readonly kind: "drop" | "double" | "swap" | "replace";
  readonly line: number;
  readonly word: number;
  readonly by: number;
}

const change = fc.record({
  kind: fc.constantFrom<Change["kind"]>("drop", "double", "swap", "replace", "replace"),
  line: fc.nat(1000),
  word: fc.nat(1000),
  by: fc.nat(1000),
});

function apply(text: string, { kind, line, word: at, by }: Change): string {
  const lines = text.split("\n");
  const index = line % lines.length;
  const one = lines[index] ?? "";
  if (kind === "drop") lines.splice(index, 1);
  if (kind === "double") lines.splice(index, 0, one);
  if (kind === "swap") lines.splice(index, 2, lines[index + 1] ?? "", one);
  const words = [...one.matchAll(word)];
  const old = words[at % Math.max(words.length, 1)];
  const all = text.match(word) ?? [];
  if (kind === "replace" && old !== undefined)
    lines[index] = one.slice(0, old.index) + (all[by % all.length] ?? "") + one.slice(old.index + old[0].length);
  return lines.join("\n");
}

/** Programs of a corpus, each with a few lines and words changed at random: always the same ones for a seed. */
export function changedPrograms(texts: readonly string[], count: number, seed: number): readonly string[] {
  const program = fc.record({
    file: fc.nat(texts.length - 1),
    changes: fc.array(change, { minLength: 1, maxLength: 3 }),
  });
  return fc
    .sample(program, { numRuns: count, seed })
    .map(({ file, changes }) => changes.reduce(apply, texts[file] ?? ""));
}
