import type { Command } from "commander";
import type { KeySet } from "../domain/attestation.ts";
import { ConfigError } from "../domain/errors.ts";
import type { ExpectedPlace, PlaceVerdict } from "../targets/dag-directory/verify-place.ts";
import type { Cli } from "./cli.ts";

interface Options {
  readonly keys?: string;
  readonly node?: string;
  readonly repository?: string;
  readonly formerly?: readonly string[];
  readonly commit?: string;
  readonly clone?: string;
  readonly acceptUnsigned?: boolean;
  readonly format: string;
}

/** `countersign verify`: proves that every byte in a live directory is what was approved. */
export function addVerify(program: Command, cli: Cli): void {
  program
    .command("verify")
    .description("proves that every byte in a live directory is what was approved, by whom and under which policy")
    .argument("<dir>", "the live link, such as /opt/airflow/dags/study, or one of its slots")
    .option("--keys <file>", "the keys that you trust: a keys.json that you keep yourself")
    .option(
      "--node <file>",
      "the node's file: node, target and repository must be those, and controllers' signatures by its keys (default: COUNTERSIGN_NODE_FILE)",
    )
    .option(
      "--repository <name>",
      "the repository that must be live: acme/study, with its host github.com/acme/study, or by its id github:5, which no transfer changes",
    )
    .option("--formerly <names...>", "what the repository was called before it was renamed or transferred")
    .option("--commit <sha>", "the commit that must be live")
    .option("--clone <directory>", "a clone or mirror of the repository, in which git computes the approved tree again")
    .option("--accept-unsigned", "take the word of a node that pulls and has no key: it proves nothing by itself")
    .option("--format <format>", "text or json", "text")
    .action(
      cli.action(async (dir: string, options: Options) => {
        if (!["text", "json"].includes(options.format)) {
          throw new ConfigError("--format", `--format is text or json, not ${JSON.stringify(options.format)}.`);
        }
        const { resolve } = await import("node:path");
        const { readPlace } = await import("../targets/dag-directory/read-place.ts");
        const { verifyPlace } = await import("../targets/dag-directory/verify-place.ts");
        const { renderVerification, describeVerification } = await import("./render-verification.ts");
        const place = readPlace(resolve(cli.cwd, dir));
        const expected = await readExpected(cli, options, place);
        const stated = verifyPlace(place, await readPinnedKeys(cli, options, expected), expected);
        const verdict =
          options.clone === undefined
            ? await withUncomputed(stated)
            : await recompute(stated, resolve(cli.cwd, options.clone));
        const answer = describeVerification(place, verdict);
        cli.print(options.format === "json" ? JSON.stringify(answer) : renderVerification(answer));
        return answer.status === "verified" ? 0 : 1;
      }),
    );
}

/** Controllers' signatures say less without a clone. */
async function withUncomputed(verdict: PlaceVerdict): Promise<PlaceVerdict> {
  if (verdict.signedBy === undefined) return verdict;
  const { onlyWithClone } = await import("../targets/dag-directory/compare-signed.ts");
  return { ...verdict, proof: [...verdict.proof, onlyWithClone] };
}

async function recompute(verdict: PlaceVerdict, directory: string): Promise<PlaceVerdict> {
  const { existsSync } = await import("node:fs");
  const { findRepository } = await import("./check-git.ts");
  const { recomputeTree } = await import("../targets/dag-directory/recompute-tree.ts");
  if (!existsSync(directory)) throw new ConfigError("--clone", `--clone: There is no ${directory}.`);
  const isBare = ["HEAD", "objects"].every((name) => existsSync(`${directory}/${name}`));
  const found = isBare ? { directory } : await findRepository(directory);
  if (found === null)
    throw new ConfigError("--clone", `--clone: ${directory} is no clone and no mirror of a repository.`);
  const { flaws, proof } = await recomputeTree(found, verdict);
  return { ...verdict, flaws: [...verdict.flaws, ...flaws], proof: [...verdict.proof, ...proof] };
}

/** A node's file with a `trust` section pins keys as well: those of the controllers, and of the service. */
async function readPinnedKeys(cli: Cli, { keys }: Options, { trusted }: ExpectedPlace): Promise<KeySet> {
  const { howToPin, readKeyFile } = await import("./read-key-file.ts");
  if (keys !== undefined) return readKeyFile(cli, keys);
  if (trusted !== undefined && trusted.trust !== null) return { version: 1, keys: [] };
  throw new ConfigError("--keys", `--keys is missing: without keys that you trust nothing is proved. ${howToPin}`);
}

/** What the node's file and the options say about the place. */
async function readExpected(
  cli: Cli,
  { node: file, repository, formerly = [], commit, acceptUnsigned = false }: Options,
  { namespace, target }: { readonly namespace: string; readonly target: string | null },
): Promise<ExpectedPlace> {
  if (commit !== undefined && !/^[0-9a-f]{40}$/.test(commit)) {
    throw new ConfigError("--commit", `--commit is a full sha of 40 hex digits, not ${JSON.stringify(commit)}.`);
  }
  const path = file ?? (cli.env.COUNTERSIGN_NODE_FILE || undefined);
  const given = { repository: repository ?? null, formerly, commit: commit ?? null, acceptsUnsigned: acceptUnsigned };
  if (path === undefined) return { node: null, target: null, ...given };
  const { realpathSync, existsSync } = await import("node:fs");
  const { loadNode } = await import("../service/load-policy.ts");
  const { readServiceKeys } = await import("../service/read-service-keys.ts");
  const { repositoryPlace } = await import("../formats/repository-place.ts");
  const node = await loadNode(path, cli.cwd);
  const isHere = (one: string) => existsSync(one) && realpathSync(one) === target;
  const entry = node.repositories.find((one) => one.namespace === namespace);
  const { controllers, trust = null } = node;
  return {
    ...given,
    node: node.node,
    target: target === null ? null : (node.targets.find((one) => isHere(one.path))?.name ?? "none of the node's file"),
    trusted: {
      controllers,
      trust,
      serviceKeys: trust === null ? [] : readServiceKeys(trust),
      place: entry === undefined ? null : repositoryPlace(entry.url),
    },
  };
}
