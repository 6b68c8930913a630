import { showPlainly } from "../../core/render/show-plainly.ts";
import { type ControllerStatement, signatureNamespace } from "../../domain/countersignature.ts";
import { ConfigError, GitError } from "../../domain/errors.ts";
import { type ForgeName, forgeNames } from "../../domain/identity.ts";
import { writeControllerStatement } from "../../formats/controller-statement.ts";
import { countOf } from "../../formats/count-of.ts";
import { repositoryPlace } from "../../formats/repository-place.ts";
import { writeSignatureBlock } from "../../formats/signature-block.ts";
import { diffTrees } from "../../git/diff-trees.ts";
import { emptyTree } from "../../git/git-environment.ts";
import { readRef } from "../../git/read-ref.ts";
import {
  type Prepared,
  prepareApproval,
  prepareBaseline,
  prepareLanding,
  type StatementFacts,
} from "../../journeys/pull/make-statement.ts";
import { headRefs, openSource, type SigningSource } from "../../service/open-source.ts";
import { postBlock } from "../../service/post-block.ts";
import { signWithSsh } from "../../service/sign-with-ssh.ts";
import type { Cli, ExitCode } from "../cli.ts";
import { checkKey } from "./check-key.ts";
import type { SignSettings } from "./settings.ts";

type Surroundings = Pick<Cli, "env" | "print" | "tell" | "ask">;

const baseCopy = "refs/countersign/signing/base";
const headCopy = "refs/countersign/signing/head";
const maxShown = 200;

/** What it means that a fact of a statement is not there. */
const absent: Readonly<Record<string, string>> = {
  node: "any node",
  expires: "never",
  policy: "the base has no policy",
  replaces: "nothing: it is the beginning",
};

/** Checks the key, fetches by git what is to be signed, shows it, asks, signs it, prints the block and hands it over. */
export async function signStatement(settings: SignSettings, cli: Surroundings): Promise<ExitCode> {
  const source = await openSource(settings.repository, settings.directory, cli.env);
  try {
    checkKey(settings.key, cli.env);
    const prepared = await prepare(settings, source);
    cli.tell(await describe(prepared, source));
    if (settings.isAsked && !(await isAgreed(cli))) return 1;
    const text = writeControllerStatement(prepared.statement);
    const { signature, key } = await signWithSsh(settings.key, signatureNamespace, text, cli.env);
    const block = writeSignatureBlock({ text, signature });
    cli.tell(`Signed with ${key.fingerprint}.\n`);
    cli.print(block);
    if (settings.post !== null)
      cli.tell(await postBlock(settings.post, prepared.statement, source.url, block, cli.env));
    return 0;
  } finally {
    await source.close();
  }
}

async function prepare(settings: SignSettings, source: SigningSource): Promise<Prepared<ControllerStatement>> {
  const { subject, baseRef, node, validForMs } = settings;
  const repository = repositoryPlace(source.url);
  if (repository === null) throw new ConfigError("--repository", `\`${source.url}\` is no address of a repository.`);
  await source.fetch([`+${baseRef}:${baseCopy}`]);
  const tip = await readRef(source.mirror, baseCopy);
  if (tip === null)
    throw new GitError("ref-not-found", `The repository has no ${baseRef}. Name the branch with --base.`);
  const now = Date.now();
  const facts: StatementFacts = {
    mirror: source.mirror,
    tip,
    repository,
    baseRef,
    node,
    signedAt: new Date(now).toISOString(),
    expires: validForMs === null ? null : new Date(now + validForMs).toISOString(),
  };
  switch (subject.kind) {
    case "change": {
      const { forge, head } = await fetchHead(source, subject.number, subject.forge);
      return prepareApproval(facts, { forge, change: subject.number, head });
    }
    case "landed":
      return prepareLanding(facts, subject);
    case "adopt":
      return prepareBaseline(facts, subject);
    default:
      return subject satisfies never;
  }
}

async function fetchHead(
  source: SigningSource,
  change: number,
  wanted: ForgeName | null,
): Promise<{ readonly forge: ForgeName; readonly head: string }> {
  const names = headRefs(change);
  const asked = forgeNames.filter((forge) => wanted === null || forge === wanted);
  const refs = await source.listRefs(asked.map((forge) => names[forge]));
  const [forge, other] = asked.filter((one) => refs.has(names[one]));
  if (forge === undefined) {
    throw new GitError(
      "ref-not-found",
      `The repository has no change ${change} (${asked.map((one) => names[one]).join(", ")}).`,
    );
  }
  if (other !== undefined)
    throw new ConfigError("--forge", `There is a change ${change} of both kinds. Say with --forge which is meant.`);
  await source.fetch([`+${names[forge]}:${headCopy}`]);
  const head = await readRef(source.mirror, headCopy);
  if (head === null) throw new GitError("ref-not-found", `${names[forge]} is no commit.`);
  return { forge, head };
}

/** Everything that is signed, and what it contains: for a terminal, so nothing in it may move the cursor. */
async function describe(
  { statement, from, to }: Prepared<ControllerStatement>,
  source: SigningSource,
): Promise<string> {
  const { items } = await diffTrees(source.mirror, from ?? emptyTree, to);
  const files = items.slice(0, maxShown).map(({ status, path, previousPath, additions, deletions }) => {
    const name = previousPath === null ? path : `${previousPath} -> ${path}`;
    return `  ${status.padEnd(8)} ${showPlainly(name)}  +${additions} -${deletions}`;
  });
  const more = items.length > maxShown ? [`  … and ${items.length - maxShown} more`] : [];
  const facts = Object.entries(statement).map(
    ([name, value]) => `  ${name.padEnd(10)} ${showPlainly(String(value ?? absent[name] ?? "none"))}`,
  );
  const title = `${countOf(items.length, "file")} ${from === null ? "in the tree" : `changed since ${from.slice(0, 12)}`}`;
  const read = from === null ? `git ls-tree -r ${to}` : `git diff ${from} ${to}`;
  return ["You sign:", ...facts, "", `${title} (read them with: ${read}):`, ...files, ...more, ""].join("\n");
}

async function isAgreed(cli: Surroundings): Promise<boolean> {
  const answer = await cli.ask("Sign this?");
  if (answer === null)
    throw new ConfigError("--yes", "There is no terminal to ask at. Add --yes to sign what is shown above.");
  if (!answer) cli.tell("Nothing was signed.");
  return answer;
}
