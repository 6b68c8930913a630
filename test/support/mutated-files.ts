import fc from "fast-check";

/** Signs that mean something in some form: each has broken some reader of somebody's. */
const signs = [
  ..."()[]{}:,;'\"`#@%&*|>!?=-\\/~$^\t\n\r\0",
  ...[
    "\r\n",
    '"""',
    "f'{",
    "{{ ",
    " }}",
    "{%",
    "---\n",
    "...\n",
    "  - ",
    "<<: *a",
    "&a ",
    "*a",
    "!!binary ",
    "!!python/object ",
  ],
  ...[
    "../",
    "/",
    "\uFEFF",
    "\u202e",
    "\u2028",
    "😀",
    "é",
    "日本",
    "0x",
    "1e999",
    "-1",
    "99999999999999999999",
    "null",
    "~",
    "yes",
    "2026-02-30",
  ],
  ...[
    "# noqa: S105 -- x",
    "# coding: utf-16\n",
    "lambda: ",
    "async ",
    "with DAG(",
    "@task\n",
    "import ",
    "FROM ",
    "RUN ",
    "--hash=",
    "\\\n",
    "<<EOF\n",
  ],
];

type Edit = (text: string, all: readonly string[]) => string;

const part = fc.tuple(fc.nat(), fc.nat({ max: 60 }));
const edit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(part, fc.constantFrom("", ...signs)).map(([[at, size], sign]): Edit => {
      return (text) => splice(text, at, size % 8, sign);
    }),
  },
  {
    weight: 2,
    arbitrary: part.map(
      ([at, size]): Edit =>
        (text) =>
          splice(text, at, size, ""),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(part, part, fc.nat()).map(([[at], [from, size], which]): Edit => {
      return (text, all) => {
        const other = all[which % all.length] ?? "";
        const start = from % (other.length + 1);
        return splice(text, at, 0, other.slice(start, start + size * 4));
      };
    }),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(part, fc.integer({ min: 2, max: 200 })).map(([[at, size], times]): Edit => {
      return (text) => {
        const start = at % (text.length + 1);
        return splice(text, at, 0, text.slice(start, start + (size % 12)).repeat(times));
      };
    }),
  },
  {
    weight: 1,
    arbitrary: fc.nat().map(
      (at): Edit =>
        (text) =>
          text.slice(0, at % (text.length + 1)),
    ),
  },
);

/** Files of one form with a few things wrong, made of good ones: nearly what a reader expects is what it is least ready for. */
export function mutated(seeds: readonly string[]): fc.Arbitrary<Uint8Array> {
  const text = fc
    .tuple(fc.constantFrom(...seeds), fc.array(edit, { maxLength: 6 }))
    .map(([seed, edits]) => edits.reduce((so, one) => one(so, seeds), seed).slice(0, 100_000));
  const bytes = fc
    .tuple(text, fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 3 }))
    .map(([one, flips]) => {
      const encoded = new TextEncoder().encode(one);
      for (const [at, byte] of flips) encoded[at % encoded.length] = byte;
      return encoded;
    });
  return fc.oneof(
    { weight: 8, arbitrary: text.map((one) => new TextEncoder().encode(one)) },
    { weight: 2, arbitrary: bytes },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) },
  );
}

function splice(text: string, at: number, remove: number, insert: string): string {
  const start = at % (text.length + 1);
  return text.slice(0, start) + insert + text.slice(start + remove);
}
