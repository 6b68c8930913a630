import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { World } from "../world/world.ts";

/** What was done more than once: summaries, line comments, answers, runs, result changes, alerts, deployments. */
export async function findDoubles(world: World): Promise<readonly string[]> {
  const { ada } = world.people;
  const changes = await ada.listChanges();
  const doubles = [...(await findDoubleWords(world))];
  doubles.push(
    ...repeated(
      changes.filter(({ author }) => author === world.bot).map(({ headBranch }) => headBranch),
      "result change",
    ),
  );
  doubles.push(
    ...repeated(
      (await ada.listAlerts()).map(({ title }) => title),
      "alert",
    ),
  );
  doubles.push(...(await findDoubleDeployments(world)));
  const runs = await readdir(join(world.node.inbox, "runs")).catch(() => []);
  if (runs.length > 1) doubles.push(`${runs.length} runs`);
  return doubles;
}

/** What was said more than once on a change: summaries, answers, line comments. */
export async function findDoubleWords(world: World): Promise<readonly string[]> {
  const { ada } = world.people;
  const doubles: string[] = [];
  for (const { number } of await ada.listChanges()) {
    const { comments, threads } = await ada.readChange(number);
    const ours = comments.filter(({ author }) => author === world.bot);
    doubles.push(
      ...repeated(
        ours.flatMap(({ body }) => markersOf(body)),
        `change ${number}`,
      ),
    );
    doubles.push(
      ...repeated(
        threads.flatMap(({ body }) => markersOf(body)),
        `threads of change ${number}`,
      ),
    );
  }
  return doubles;
}

async function findDoubleDeployments(world: World): Promise<readonly string[]> {
  const { ada } = world.people;
  const doubles: string[] = [];
  for (const { number, state } of await ada.listChanges()) {
    const { mergedAs } = await ada.readChange(number);
    if (state !== "merged" || mergedAs === null) continue;
    const deployments = await ada.listDeployments(mergedAs);
    doubles.push(
      ...repeated(
        deployments.map(({ environment }) => environment),
        `deployment of change ${number}`,
      ),
    );
  }
  return doubles;
}

/** The hidden marks by which Countersign finds its own comments again. */
function markersOf(body: string): readonly string[] {
  return [...body.matchAll(/<!-- (countersign:[^>]*?) -->/g)].map((match) => match[1] ?? "");
}

function repeated(items: readonly string[], where: string): readonly string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const item of items) {
    if (seen.has(item)) twice.add(item);
    seen.add(item);
  }
  return [...twice].map((item) => `${where}: ${item}`);
}
