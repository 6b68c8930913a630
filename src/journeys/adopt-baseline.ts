import { type Command, type CommandName, findCommands } from "../core/commands.ts";
import { adoptAlert } from "../core/render/alerts.ts";
import { editedAnswer } from "../core/render/answer-command.ts";
import { shortSha } from "../core/render/markdown.ts";
import { type Account, repositoryKey } from "../domain/identity.ts";
import type { Alert } from "../domain/report.ts";
import { listFirstParents } from "../git/list-commits.ts";
import { readTreeId } from "../git/read-ref.ts";
import type { ForgeComment } from "../ports/forge.ts";
import type { RecordedLanding } from "../ports/store.ts";
import type { Branch } from "./branch.ts";
import type { JourneyPorts } from "./ports.ts";
import { firstBody, numberOfPlace } from "./record-first-seen.ts";

/**
 * Takes the tree that a controller of the node adopts as the beginning of what is approved. Without such a comment it raises
 * the alert that asks for one, and answers `null`. `rewritten` is the last approved landing, where the branch has lost it.
 */
export async function adoptBaseline(
  ports: JourneyPorts,
  branch: Branch,
  tip: string,
  rewritten: { readonly alert: Alert; readonly start: RecordedLanding } | null,
): Promise<RecordedLanding | null> {
  const { repository, ref, mirror } = branch;
  const alert = rewritten?.alert ?? adoptAlert(ref, tip);
  const since = rewritten === null ? null : await sinceWhen(ports, branch, tip, rewritten.start);
  const self = await ports.forge.readSelf();
  for (const comment of await ports.forge.listCommitComments(repository, tip, alert.key)) {
    if (comment.account.id === self.id) continue;
    if (since !== null && Date.parse(comment.at) <= Date.parse(since)) continue;
    const commands = await readCommands(ports, branch, comment);
    const answer = (text: string) => ports.forge.answerCommitComment(repository, tip, alert.key, comment.id, text);
    if (commands.length === 0 && isEditedIntoCommand(comment)) await answer(editedAnswer);
    if (commands.length === 0) continue;

    const heard = await hear(ports, branch, tip, comment.account, commands);
    await answer(heard.texts.join("\n\n"));
    if (heard.sha === null) continue;
    await ports.forge.closeAlert(repository, alert.key, `${shortSha(heard.sha)} was adopted as the baseline.`);
    return recordAdoption(ports, branch, heard.sha, await readTreeId(mirror, heard.sha), comment.account);
  }
  await ports.forge.publishAlert(repository, alert);
  return null;
}

/** What is said to each command of a comment, and the sha that it adopts, if it does. */
async function hear(
  ports: JourneyPorts,
  branch: Branch,
  tip: string,
  account: Account,
  commands: readonly Command[],
): Promise<{ readonly texts: readonly string[]; readonly sha: string | null }> {
  const texts: string[] = [];
  let sha: string | null = null;
  for (const command of commands) {
    if (command.kind === "mistake") texts.push(command.message);
    else if (command.name !== "adopt") texts.push(nothingElse(command.name, tip));
    else {
      const problem = await whyNot(ports, branch, tip, account, command);
      sha ??= problem === null ? (command.sha ?? tip) : null;
      texts.push(
        problem ?? `Taken as the baseline: ${sha}. What lands on it from now on is deployed when it is approved.`,
      );
    }
  }
  return { texts, sha };
}

function nothingElse(name: CommandName, tip: string): string {
  return `\`${name}\` does nothing here, as there is no baseline yet: a controller of the node takes this tree as one with \`/countersign adopt ${tip}\`.`;
}

/** When the branch was rewritten: the tip may be an old one, on which somebody agreed to something else long ago. */
async function sinceWhen(
  ports: JourneyPorts,
  { repository, ref }: Branch,
  tip: string,
  start: RecordedLanding,
): Promise<string> {
  const push = await ports.forge.readPushOf(repository, ref, tip);
  return push?.isLast === true ? push.at : start.at;
}

async function readCommands(ports: JourneyPorts, branch: Branch, comment: ForgeComment): Promise<readonly Command[]> {
  const first = await ports.store.recordComment(repositoryKey(branch.repository), numberOfPlace(comment.place), {
    id: comment.id,
    body: firstBody(comment),
    baseRef: branch.ref,
    mergeBase: null,
  });
  return first.body === null ? [] : findCommands(first.body);
}

/** Whether a comment has a command today only since somebody edited it. */
function isEditedIntoCommand({ edited, body }: ForgeComment): boolean {
  return edited && findCommands(body).length > 0;
}

async function whyNot(
  ports: JourneyPorts,
  branch: Branch,
  tip: string,
  account: Account,
  command: { readonly sha: string | null },
): Promise<string | null> {
  const controllers = (ports.node?.controllers ?? []).filter(({ forge }) => forge === branch.repository.forge);
  if (!controllers.some(({ id }) => id === account.id)) {
    return "Only a controller of the node may adopt a baseline. They are named in the node's file.";
  }
  if (command.sha === null || !/^[0-9a-f]{40}$/.test(command.sha)) {
    return `Name the full sha that you have read: \`/countersign adopt ${tip}\`.`;
  }
  const stoodOnBranch = (await listFirstParents(branch.mirror, null, tip)).includes(command.sha);
  if (stoodOnBranch) return null;
  return `${command.sha} is not on this branch. Its tip is ${tip}; of what was merged into it only the merge is.`;
}

async function recordAdoption(
  ports: JourneyPorts,
  branch: Branch,
  sha: string,
  tree: string,
  by: Account,
): Promise<RecordedLanding> {
  const at = ports.clock.now().toISOString();
  const landing: RecordedLanding = {
    repositoryKey: repositoryKey(branch.repository),
    ref: branch.ref,
    before: sha,
    sha,
    tree,
    verdict: {
      status: "approved",
      basis: { kind: "adopted", by },
      decision: null,
      reason: `${by.login} adopted it as the baseline`,
    },
    at,
  };
  await ports.store.recordLanding(landing, {
    at,
    kind: "adoption",
    repository: branch.repository,
    details: { ref: branch.ref, sha, tree, by },
  });
  return landing;
}
