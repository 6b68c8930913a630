import { type Command, InvalidArgumentError, Option } from "commander";
import { withFindings } from "../core/with-findings.ts";
import type { ForgeName } from "../domain/identity.ts";
import type { PolicySource } from "../domain/policy.ts";
import type { LookedAt } from "../journeys/look-at-change.ts";
import type { BorrowedStore } from "../service/borrow-store.ts";
import type { Cli, ExitCode } from "./cli.ts";
import { asOnForge, type OrganisationPolicyOption, organisationPolicyOption } from "./organisation-policy.ts";

interface Options extends OrganisationPolicyOption {
  readonly repository: string;
  readonly change: number;
  readonly forge?: ForgeName;
  readonly printChange?: boolean;
  readonly format: "text" | "json";
}

/** `countersign policy explain`: the decision on a change of a forge, as it is now. */
export function addPolicyExplain(policy: Command, cli: Cli): void {
  policy
    .command("explain")
    .description(
      "decides on a change of a forge as it is now, and writes nothing anywhere; exit 0 when approved, 1 when not",
    )
    .requiredOption("--repository <name>", "such as acme/study, or its address")
    .requiredOption("--change <number>", "the number of the pull or merge request", numberOf)
    .addOption(
      new Option("--forge <forge>", "where it is (default: for which there are credentials)").choices([
        "github",
        "gitlab",
      ]),
    )
    .addOption(organisationPolicyOption(asOnForge))
    .option("--print-change", "print the facts instead, as `policy decide --change` takes them; exit 0")
    .addOption(new Option("--format <format>", "how to print it").choices(["text", "json"]).default("text"))
    .addHelpText(
      "after",
      `
Credentials and the node's file are those of the service (APP_ID and PRIVATE_KEY_PATH, GITLAB_TOKEN, COUNTERSIGN_NODE_FILE,
docs/configuration.md), or your own GITHUB_TOKEN. How reviews and comments were at first is read from COUNTERSIGN_STATE.`,
    )
    .action(cli.action((options: Options) => explain(cli, options)));
}

export function numberOf(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It is a whole number from 1.");
}

async function explain(cli: Cli, options: Options): Promise<ExitCode> {
  const { openReading } = await import("../service/open-reading.ts");
  const { loadInstead } = await import("../service/load-policy.ts");
  const { lookAtChange } = await import("../journeys/look-at-change.ts");
  const instead = await loadInstead({ policy: null, organisation: options.organisationPolicy ?? null }, cli.cwd);
  const reading = await openReading({ ...cli, repository: options.repository, forge: options.forge ?? null });
  try {
    const looked = await lookAtChange(
      reading.ports,
      { repository: reading.repository, number: options.change },
      instead,
    );
    const notes = [...notesOn(looked, reading.borrowed), ...(await noteOnMode(looked))];
    if (options.printChange === true) {
      for (const note of notes) cli.tell(`note: ${note}`);
      cli.print(JSON.stringify(factsOf(looked), null, 2));
      return 0;
    }
    await (options.format === "json" ? printJson : printText)(cli, looked, notes);
    return looked.decision.status === "approved" ? 0 : 1;
  } finally {
    await reading.close();
  }
}

/** The change as it was decided: with what the rules found. */
function factsOf({ gathered, inspection }: LookedAt) {
  return { unread: [], ...withFindings(gathered.change, inspection) };
}

/** What the decision may be wrong about, or what it does not say. */
function notesOn({ gathered }: LookedAt, { hasRecord, count }: BorrowedStore): readonly string[] {
  const { told } = gathered;
  const { looked, known } = count();
  const unknown = looked - known;
  const source = hasRecord
    ? "the service's record does not have them yet"
    : "there is no service's record here (COUNTERSIGN_STATE names its directory)";
  return [
    ...(told.state === "open"
      ? []
      : [`the change is ${told.state}; it is judged on the tip before it landed, by the policy there.`]),
    ...(unknown === 0
      ? []
      : [
          `of ${unknown} of ${looked} reviews and comments it is not known how they were at first: ${source}. They are taken as they are now. What was edited or stamped anew since may count here, and not for the service.`,
        ]),
  ];
}

async function noteOnMode({ gathered, decision }: LookedAt): Promise<readonly string[]> {
  const { describeObserved, modeOf } = await import("../core/held-back.ts");
  const observed = describeObserved(decision, modeOf(gathered.policy));
  return observed === null ? [] : [`mode: observe: ${observed}`];
}

async function printText(cli: Cli, { gathered, decision }: LookedAt, notes: readonly string[]): Promise<void> {
  const { renderDecisionLines } = await import("../core/render/decision-lines.ts");
  const { renderSources, requirementSources } = await import("../core/render/policy-sources.ts");
  const { showPlainly } = await import("../core/render/show-plainly.ts");
  const { change, policy } = gathered;
  const sources = renderSources(requirementSources(policy));
  const lines = [
    `${change.repository.name}#${change.number} "${change.title}", by ${change.author.login}`,
    `head ${change.head.sha}, base ${change.base.ref} at ${change.base.sha}`,
    "",
    renderDecisionLines(decision).trimEnd(),
    "",
    `policy: ${decision.policy.name}`,
    ...sources,
    ...notes.map((note) => `note: ${note}`),
  ];
  cli.print(
    lines
      .flatMap((line) => line.split("\n"))
      .map(showPlainly)
      .join("\n"),
  );
}

async function printJson(cli: Cli, { gathered, decision }: LookedAt, notes: readonly string[]): Promise<void> {
  const { requirementSources } = await import("../core/render/policy-sources.ts");
  const { change, told, policy } = gathered;
  const { forge, repository, number, title, author, base, mergeBase, head } = change;
  const answer = {
    version: 1,
    change: { forge, repository, number, title, state: told.state, author, base, mergeBase, head },
    decision,
    layers: layersOf(policy),
    requirements: requirementSources(policy),
    notes,
  };
  cli.print(JSON.stringify(answer, null, 2));
}

function layersOf(policy: PolicySource) {
  return policy.state === "valid" ? (policy.layers ?? [{ name: policy.name, sha256: policy.sha256 }]) : [];
}
