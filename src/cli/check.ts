import { type Command, Option } from "commander";
import type { Inspection } from "../domain/finding.ts";
import type { Cli, ExitCode } from "./cli.ts";
import { type OrganisationPolicyOption, organisationPolicyOption } from "./organisation-policy.ts";

const formats = ["text", "json", "sarif", "github", "gitlab"] as const;

interface Options extends OrganisationPolicyOption {
  readonly node?: string;
  readonly policy?: string;
  readonly kind?: string;
  readonly base?: string;
  readonly select?: string;
  readonly format: (typeof formats)[number];
}

/** A worker needs half a second to start, in which another one checks this much. In bytes. */
const worthASecondWorker = 1024 * 1024;

/** What a file costs however short it is, as so many bytes of it. */
const bytesOfAnyFile = 300;

/** For one file, in milliseconds. */
const deadlineMs = 20_000;

/** `countersign check`: the rules on a tree, or on what changed in it. */
export function addCheck(program: Command, cli: Cli): void {
  program
    .command("check")
    .description("checks DAGs, job requests and results; exit 1 when something is wrong")
    .argument("[path...]", "files and directories (default: where you are)")
    .option("--node <file>", "the node's file, for its Python version")
    .option("--policy <file>", "the policy, for its kinds and rules (default: the repository's own)")
    .addOption(organisationPolicyOption())
    .option("--kind <kind>", "take every file as this kind, such as dag, job or result")
    .option("--base <ref>", "only what changed since this branch, tag or commit")
    .option("--select <rules>", "only these rules, such as SYN-001,SEC-001")
    .addOption(new Option("--format <format>", "how to print it").choices(formats).default("text"))
    .action(cli.action((paths: readonly string[], options: Options) => check(cli, paths, options)));
}

async function check(cli: Cli, paths: readonly string[], options: Options): Promise<ExitCode> {
  const { gatherCheck } = await import("./check-gather.ts");
  const { isGood } = await import("../core/inspect/inspect-json.ts");

  const gathered = await gatherCheck(cli, paths, options);
  for (const note of gathered.notes) cli.tell(note);
  const seen = await inspect(gathered);
  const inspection: Inspection = { ...seen, unread: [...seen.unread, ...gathered.unread] };
  cli.print(await render(cli, options, inspection, gathered));
  return isGood(inspection) ? 0 : 1;
}

/** A few files in one thread; many in several, and those which are too much for one. */
async function inspect({ input, beside }: Gathered): Promise<Inspection> {
  const { inspectInSession } = await import("../analysis/inspect-in-session.ts");
  const { isHeld } = await import("../analysis/file-content.ts");
  const all = [...input.files, ...input.context];
  const bytes = all.reduce((sum, { content }) => sum + content.length + bytesOfAnyFile, 0);
  const isSmall = bytes < worthASecondWorker && input.files.every(isHeld);
  const inspection = isSmall ? await inspectInSession(input, beside, deadlineMs) : null;
  if (inspection !== null) return inspection;

  const { createInspector } = await import("../analysis/inspector.ts");
  const { pino } = await import("pino");
  const { availableParallelism } = await import("node:os");
  const workers = isSmall ? 1 : Math.min(availableParallelism(), 8);
  const inspector = createInspector({ workers, deadlineMs, log: pino({ level: "silent" }), isForOne: true });
  try {
    return await inspector.inspect(input, beside);
  } finally {
    await inspector.close();
  }
}

type Gathered = Awaited<ReturnType<typeof import("./check-gather.ts").gatherCheck>>;

async function render(cli: Cli, { format }: Options, inspection: Inspection, gathered: Gathered): Promise<string> {
  switch (format) {
    case "json":
      return (await import("../core/inspect/inspect-json.ts")).renderInspectionJson(inspection, new Date());
    case "sarif": {
      const { allRules } = await import("../rules/rule-set.ts");
      const { default: packageJson } = await import("../../package.json", { with: { type: "json" } });
      return (await import("../core/inspect/inspect-sarif.ts")).renderInspectionSarif(
        inspection,
        allRules,
        packageJson.version,
      );
    }
    case "github":
      return (await import("../core/inspect/inspect-github.ts")).renderInspectionGithub(inspection);
    case "gitlab":
      return (await import("../core/inspect/inspect-gitlab.ts")).renderInspectionGitlab(inspection);
    case "text": {
      const { renderInspectionText } = await import("../core/inspect/inspect-text.ts");
      const { isatty } = await import("node:tty");
      const { FORCE_COLOR, NO_COLOR } = cli.env;
      const isColoured = FORCE_COLOR ? FORCE_COLOR !== "0" : !NO_COLOR && isatty(1);
      const { readTexts } = await import("./check-read.ts");
      const texts = await readTexts(gathered.input.files, inspection);
      const textOf = (path: string): string | null => texts.get(path) ?? null;
      return renderInspectionText(inspection, { textOf, showPath: gathered.showPath, isColoured, now: new Date() });
    }
    default:
      return format satisfies never;
  }
}

export type { Options as CheckOptions };
