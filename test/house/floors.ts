/** The floors of the house, from the roof down. Imports only go down; `as` a folder or a single file of `src/`. */
export const floors: readonly (readonly string[])[] = [
  ["main.ts"],
  ["cli"],
  ["service"],
  ["app.ts", "gitlab-webhooks.ts"],
  ["web"],
  ["journeys"],
  ["forges"],
  ["targets"],
  ["engines"],
  ["remotes"],
  ["git"],
  ["store"],
  ["evidence"],
  ["analysis"],
  ["core"],
  ["policy"],
  ["rules"],
  ["predicates"],
  ["python"],
  ["formats"],
  ["ports"],
  ["domain"],
];

/** Floors whose folders stand side by side and know nothing of each other. */
export const floorsOfSiblings: readonly string[] = ["forges", "targets", "engines"];

/** Floors without I/O, clock, environment or randomness. */
export const pureFloors: readonly string[] = [
  "core",
  "policy",
  "rules",
  "predicates",
  "python",
  "formats",
  "ports",
  "domain",
];

/** What a pure floor may take from packages: libraries that compute. A built-in of Node is named with its member. */
export const purePackages: readonly string[] = [
  "@astral-sh/ruff-wasm-nodejs",
  "@renovatebot/pep440",
  "@secretlint/core",
  "@secretlint/secretlint-rule-preset-recommend",
  "ajv",
  "croner",
  "dockerfile-ast",
  "fastest-levenshtein",
  "markdown-it",
  "picomatch",
  "re2js",
  "smol-toml",
  "web-tree-sitter",
  "yaml",
  "zod",
];

/** Members of Node's built-ins that compute only. A digest and the check of a signature depend on nothing but their input. */
export const pureBuiltins: Readonly<Record<string, readonly string[]>> = {
  "node:crypto": ["createHash", "createPublicKey", "KeyObject", "verify"],
};

/** Where on the list a file of `src/` stands (0 is the roof), or `null` when the house has no such floor. */
export function floorOf(path: string): number | null {
  const [room = ""] = path.split("/");
  const index = floors.findIndex((floor) => floor.includes(room));
  return index === -1 ? null : index;
}
