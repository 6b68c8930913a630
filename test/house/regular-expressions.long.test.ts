import { globSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { parseSync, Visitor } from "oxc-parser";
import { expect, test } from "vitest";
import { z } from "zod";
import { cacheProgram } from "../support/cached-program.ts";
import { runCommand } from "../support/run-command.ts";

/**
 * No text of a stranger makes one of our regular expressions slow: each literal of `src/` goes through recheck
 * (https://makenowjust-labs.github.io/recheck/), which looks for a text that takes more than linear time. It is installed beside the
 * packages, as what it brings for other machines is ten times its size.
 */
const root = join(import.meta.dirname, "../..");
const version = "4.5.0";

/** Where more than linear time does not matter: the text that it is used on cannot be long, or is the operator's own. */
const argued: readonly { readonly why: string; readonly uses: readonly string[] }[] = [
  {
    why: "addresses and settings of whoever runs it, or of the node's file",
    uses: [
      "src/analysis/to-shared.ts (\\.git)?\\/*$",
      "src/cli/deploy/settings.ts .*:",
      "src/cli/deploy/settings.ts \\/+$",
      "src/cli/sign/settings.ts \\/+$",
      "src/forges/github/webhook-route.ts \\/+$",
      "src/forges/gitlab/client.ts \\/+$",
      "src/formats/repository-place.ts ^\\/+|\\/+$",
      "src/formats/ssh-public-key.ts =+$",
      "src/git/compose-submodules.ts \\/+$",
      "src/policy/trust-schema.ts \\/+$",
      "src/remotes/open-object-storage.ts \\/+$",
      "src/rules/environment/image-registry.ts \\/+$",
      "src/rules/security/operator-image-registry.ts \\/+$",
      "src/rules/security/write-outside.ts \\/+$",
      "src/service/configuration.ts \\/+$",
      "src/service/octokit-of-person.ts \\/+$",
      "src/service/open-reading.ts ^\\/+|\\/+$",
      "src/service/repository-of.ts \\/+$",
      "src/web/setup-page.ts \\/+$",
    ],
  },
  {
    why: "a file of the one who calls the command",
    uses: ["src/policy/import/owner-globs.ts [^*?[\\]{}\\\\]*$", "src/policy/import/read-codeowners.ts (^|\\s)#.*$"],
  },
  {
    why: "paths, their parts and names of runs, which git and file systems keep below 4,096 bytes",
    uses: [
      "src/core/plan-publication.ts ^-+|-+$",
      "src/formats/manifest-file.ts ^(?:.+[-_.])?values(?:[-_.].+)?\\.ya?ml$",
      "src/rules/environment/compose-services.ts (?:^|[/.-])compose[^/]*\\.ya?ml$",
      "src/targets/dag-directory/check-tree.ts [. ]+$",
      "src/python/dagster/component-assets.ts ([^/]+?)(\\.[^./]*)?$",
    ],
  },
  {
    why: "globs of a policy, which have at most 500 characters",
    uses: [
      "src/policy/notes/find-replaced-kinds.ts \\{([^,{}]*)[^{}]*\\}",
      "src/policy/notes/find-replaced-kinds.ts \\[(.)[^\\]]*\\]",
      "src/predicates/glob.ts \\\\.|\\[(?:\\\\.|[^\\\\\\]])*\\]",
      "src/predicates/glob.ts \\\\[^.]|\\[(?:\\\\.|[^\\\\\\]])*\\]|[{}]|\\\\?\\.\\\\",
    ],
  },
  {
    why: "a text that is cut off before, or a few signs that open a string",
    uses: [
      "src/analysis/python-tools.ts [.\\s]+$",
      "src/analysis/python-tools.ts [\\s;:]+$",
      "src/rules/security/encoded-credentials.ts =+$",
      "src/rules/structure/work-at-import.ts ^airflow\\.(?:[\\w.]+\\.)?\\w+Hook\\(\\)\\.(?:g",
      "src/rules/security/find-credentials.ts (secret|variable|param|field|column|argu",
      "src/python/code/read-literal.ts ['\"]+$",
      "src/python/python-literal.ts ['\"]+$",
      "src/python/syntax/read-string.ts ['\"]+$",
    ],
  },
  {
    why: "each of its repeats is bounded, so that it looks at no place of a text more than a few hundred times",
    uses: [
      "src/rules/environment/dockerfile-copies-secret.ts (?:^|\\/)(?!\\S{0,200}(?:example|sample|te",
      "src/rules/environment/dockerfile-copies-secret.ts (?:^|\\/)(?:\\.env|\\.netrc|_netrc|\\.pgpass",
      "src/rules/lint-filters/schedule-date.ts (?:\\w*(?:start|end)_date[\"']?)\\s*(?::[^=",
      "src/rules/lint-filters/text-at.ts (?:^|[=:\\s])[rRuUbBfF]{0,2}(\"\"\"|'''|\"|')",
      "src/rules/security/code-values.ts (?=[A-Za-z0-9+/_=-]{0,60}\\d)(?=[A-Za-z0-",
      'src/rules/security/credential-forms.ts (?:(?:\'\'\'|"""|\')\\s{0,20}\\{(?:(?!""")[^\']',
      "src/rules/security/credential-forms.ts (?<=https?:\\/\\/[^\\s\"'<>]{4,300}[?&](?:ap",
      "src/rules/security/credential-forms.ts [?&]s[vp]=[^\\s\"'<>]{1,300}?&sig=[A-Za-z0",
      "src/rules/security/dag-folder-write.ts (?:>{1,2}|\\btee\\b|\\b(?:cp|mv|rsync|ln|in",
      "src/rules/security/connect-back.ts \\b(?:nc|ncat|netcat)\\b[^\\n;|]{0,200}\\s-{",
      "src/rules/security/download-and-run.ts \\b(?:curl|wget)\\b[^\\n;]{0,400}?\\|\\s*xarg",
      "src/rules/security/download-and-run.ts \\b(?:curl|wget|aws\\s+s3|gsutil|gcloud\\s+",
      "src/rules/security/named-in-settings.ts (?<![\\w.$-])([\"']?)([A-Za-z_][\\w.-]{0,99",
      "src/rules/security/outside-input.ts \\bif\\b.{1,400}?(?:\\belse\\b|$)",
      "src/git/git-failure.ts bad object|object file .* is empty|loose",
    ],
  },
  {
    why: "a field of an f-string, in a worker whose deadline ends it; the file is told as unread then",
    uses: ["src/python/syntax/read-string.ts =\\s*(![rsa])?\\s*(:.*)?\\}$"],
  },
];
/** A long one is named by how it begins. */
const nameOf = (file: string, pattern: string): string => `${file} ${pattern.slice(0, 40)}`;
const uses = new Set(argued.flatMap((one) => one.uses));

const answer = z.object({
  status: z.enum(["safe", "vulnerable", "unknown"]),
  complexity: z.object({ summary: z.string() }).optional(),
  attack: z.object({ pattern: z.string() }).optional(),
});

interface Literal {
  readonly place: string;
  readonly file: string;
  readonly pattern: string;
  readonly flags: string;
}

function listLiterals(): readonly Literal[] {
  const found: Literal[] = [];
  for (const file of globSync("src/**/*.ts", { cwd: root }).toSorted()) {
    const text = readFileSync(join(root, file), "utf8");
    new Visitor({
      Literal(node) {
        if (!("regex" in node)) return;
        const place = `${file}:${text.slice(0, node.start).split("\n").length}`;
        found.push({ place, file, pattern: node.regex.pattern, flags: node.regex.flags });
      },
    }).visit(parseSync(file, text).program);
  }
  return found;
}

test("every regular expression takes linear time, or it is said why that does not matter", async () => {
  const place = await cacheProgram(`recheck-${version}`, async (directory) => {
    const flags = ["--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", "--prefix", directory];
    expect(await runCommand("npm", ["install", ...flags, `recheck@${version}`], { cwd: "/" })).toMatchObject({
      code: 0,
    });
  });
  process.env.RECHECK_BACKEND = "pure";
  const { checkSync } = createRequire(join(place, "package.json"))("recheck");

  const literals = listLiterals();
  const slow: string[] = [];
  let unknown = 0;
  for (const { file, place: at, pattern, flags } of literals) {
    const { status, complexity, attack } = answer.parse(checkSync(pattern, flags, { timeout: 2_000 }));
    if (status === "unknown") unknown += 1;
    if (status === "vulnerable" && !uses.has(nameOf(file, pattern)))
      slow.push(`${at} ${complexity?.summary} /${pattern}/ ${attack?.pattern}`);
  }
  console.log(
    `${literals.length} regular expressions, ${uses.size} argued, ${unknown} of which recheck did not decide`,
  );
  expect(slow).toEqual([]);
  const names = new Set(literals.map(({ file, pattern }) => nameOf(file, pattern)));
  expect([...uses].filter((name) => !names.has(name))).toEqual([]);
  expect(literals.length).toBeGreaterThan(500);
}, 1_800_000);
