import { parseArgs } from "node:util";
import { installDvc } from "../support/install-dvc.ts";
import { type Face, faces, startWorld, type World, type WorldOptions } from "../world/world.ts";
import { describeFailure } from "./describe-failure.ts";
import { type Step, tellStory } from "./story.ts";
import { studyWorld, tellStudy } from "./study-story.ts";

/** Plays the whole story on this machine. Answers 0 when every step had its expected effect. */
export async function playDemo(args: readonly string[], print: (line: string) => void): Promise<0 | 1 | 2> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      forge: { type: "string", default: "github" },
      webhooks: { type: "string", default: "on" },
      story: { type: "string", default: "whole" },
      keep: { type: "boolean", default: false },
    },
  });
  const face = faces.find((one) => one === values.forge);
  const tell = Object.hasOwn(stories, values.story) ? stories[values.story] : undefined;
  if (face === undefined || tell === undefined || !["on", "off"].includes(values.webhooks)) {
    print("usage: npm run demo -- [--story whole|study] [--forge github|gitlab] [--webhooks on|off] [--keep]");
    return 2;
  }
  const story = tell(face);
  try {
    return await play(story, { face, webhooks: values.webhooks === "on", keep: values.keep }, print);
  } finally {
    story.end?.();
  }
}

interface Story {
  readonly people: string;
  readonly world: Omit<WorldOptions, "face" | "webhooks">;
  readonly steps: readonly Step[];
  /** Ends what was begun beside the steps. */
  readonly end?: () => void;
}

const stories: Readonly<Record<string, (face: Face) => Story>> = {
  whole() {
    const ended = new AbortController();
    const dvc = installDvc({ signal: ended.signal }); // takes a while the first time, and is wanted last
    dvc.catch(() => undefined); // the step that wants it fails then
    return {
      people:
        "ada is a researcher, ben a data controller, cleo the engineer of the node, eve an administrator of the repository.",
      world: {},
      steps: tellStory(() => dvc),
      end: () => ended.abort(),
    };
  },
  study: (face) => ({
    people:
      "ada is a researcher; ben and gail control the hospital's data, dora the registry's; finn checks outputs for the university.",
    world: studyWorld(face),
    steps: tellStudy(),
  }),
};

async function play(
  { people, world: options, steps }: Story,
  { face, webhooks, keep }: { readonly face: Face; readonly webhooks: boolean; readonly keep: boolean },
  print: (line: string) => void,
): Promise<0 | 1> {
  const started = performance.now();
  const world = await startWorld({ face, webhooks, ...options });
  print(
    `The story of Countersign, on a simulated ${face === "github" ? "GitHub" : "GitLab"} with real git, webhooks ${webhooks ? "on" : "off"}`,
  );
  print(people);
  const failed = await playSteps(steps, world, print);
  const seconds = ((performance.now() - started) / 1_000).toFixed(0);
  if (failed !== null) {
    print(`\n${describeFailure(failed)}\nThe service's log: ${world.service.logFile}`);
  } else print(`\nEvery step had its expected effect (${seconds} s).`);
  if (keep) await keepRunning(world, print);
  else if (failed === null) await world.close();
  else await world.leaveForInspection();
  return failed === null ? 0 : 1;
}

async function playSteps(
  story: readonly Step[],
  world: World,
  print: (line: string) => void,
): Promise<{ step: string; message: string } | null> {
  for (const [index, step] of story.entries()) {
    print(`\n${index}. ${step.name}`);
    try {
      await step.play(world, (line, link) => print(`   - ${line}${link === undefined ? "" : `\n     ${link}`}`));
    } catch (error) {
      return { step: `${index} (${step.name})`, message: error instanceof Error ? error.message : String(error) };
    }
  }
  return null;
}

async function keepRunning(world: World, print: (line: string) => void): Promise<void> {
  print(
    `\nStill running, end it with Ctrl-C:\n  forge    ${world.forge.baseUrl}\n  service  ${world.service.url}/metrics\n  node     ${world.directory}`,
  );
  await new Promise<void>((resolve) => process.once("SIGINT", () => resolve()).once("SIGTERM", () => resolve()));
  await world.close();
}
