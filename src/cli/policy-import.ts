import { type Command, Option } from "commander";
import type { ForgeName } from "../domain/identity.ts";
import type { ImportedPolicy } from "../policy/import/draft.ts";
import type { Cli, ExitCode } from "./cli.ts";

interface Options {
  readonly from: "codeowners" | "policy-bot";
  readonly forge: ForgeName;
}

/** `countersign policy import`: a policy from CODEOWNERS or from policy-bot's. */
export function addPolicyImport(policy: Command, cli: Cli): void {
  policy
    .command("import")
    .description(
      "prints a policy made of another tool's file, never a weaker one; exit 1 when something must still be filled in",
    )
    .argument(
      "<path...>",
      "CODEOWNERS files, a .policy.yml (and the file that it names), or the directory that has them",
    )
    .addOption(
      new Option("--from <kind>", "what the file is").choices(["codeowners", "policy-bot"]).makeOptionMandatory(),
    )
    .addOption(
      new Option("--forge <forge>", "whose rules hold for CODEOWNERS").choices(["github", "gitlab"]).default("github"),
    )
    .addHelpText(
      "after",
      `
Of several files the one counts that the forge, or policy-bot, would take; standard error says which one that is, and why.
Accounts are written with their ids, which are looked up with GITHUB_TOKEN (or GITLAB_TOKEN). Without a token they are left
out, and a comment says what to fill in. What cannot be carried over stands in comments and on standard error.`,
    )
    .action(cli.action((paths: readonly string[], options: Options) => importPolicy(cli, paths, options)));
}

async function importPolicy(cli: Cli, paths: readonly string[], options: Options): Promise<ExitCode> {
  const { loadForImport, lookUpLogins, checkImported } = await import("../service/import-policy.ts");
  const source = await loadForImport(paths, cli.cwd, options);
  for (const note of source.notes) cli.tell(`note: ${note}`);
  const found = await lookUpLogins(source.logins, cli.env, options.forge);
  const imported = source.write(found.logins);
  checkImported(imported.text);
  cli.print(imported.text);
  tellWhatIsLeft(cli, imported, found.isLookedUp);
  return imported.missing.length === 0 && !imported.text.includes("fill-in-the-app") ? 0 : 1;
}

function tellWhatIsLeft(cli: Cli, { notes, missing }: ImportedPolicy, isLookedUp: boolean): void {
  for (const note of notes) cli.tell(`note: ${note}`);
  if (missing.length === 0) return;
  const why = isLookedUp ? "are no accounts (any more)" : "could not be looked up, as no token is set";
  cli.tell(`to fill in: ${missing.join(", ")} ${why}.`);
}
