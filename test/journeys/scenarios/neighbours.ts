import { cohortDag } from "../../world/files.ts";
import {
  adopt,
  beginGoverned,
  isFailure,
  isSuccess,
  mergeWhenApproved,
  propose,
  untilCheck,
  untilTold,
} from "../../world/steps.ts";
import { until } from "../../world/until.ts";
import type { World } from "../../world/world.ts";
import type { Scenario } from "../scenario.ts";

const cohort = "dags/cohort.py";
const followingDag = `from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.sdk import DAG

with DAG(dag_id="trials_follow", schedule=None):
    TriggerDagRunOperator(task_id="next", trigger_dag_id="acme_cohort")
`;

function neighbourOf({ neighbour }: World): World {
  if (neighbour === null) throw new Error("this world has one repository");
  return neighbour;
}

/** Both repositories are live on the node. */
async function beginBoth(world: World): Promise<World> {
  const neighbour = neighbourOf(world);
  await beginGoverned(world);
  await adopt(neighbour);
  return neighbour;
}

/** Until the change has a comment on a line that says so; `isOpen`: false for one that is said no more. */
async function untilSaid(world: World, number: number, said: RegExp, line: number, isOpen = true): Promise<boolean> {
  const { ada } = world.people;
  return until(
    `change ${number} has ${isOpen ? "" : "no more "}${said} on line ${line}`,
    async () => {
      const { threads } = await ada.readChange(number);
      const open = threads.filter((one) => said.test(one.body) && one.line === line && !one.isResolved);
      return open.length > 0 === isOpen;
    },
    { seen: async () => (await ada.readChange(number)).threads },
  );
}

export const neighbourScenarios: readonly Scenario[] = [
  {
    name: "a dag_id that is live in another repository of the node is an error on its line, until that repository has given it up",
    isQuick: true,
    options: { files: { [cohort]: cohortDag }, neighbour: { "dags/follow.py": followingDag } },
    async play(world) {
      const trials = await beginBoth(world);
      const taken = await propose(trials.people.ada, "cohort", "Add a cohort", { "dags/ours.py": cohortDag });
      await untilCheck(trials, taken, "validation", isFailure);
      await untilSaid(trials, taken, /IDN-005[\s\S]*belongs to `study` on this node/, 3);

      const { ada, ben } = world.people;
      const renamed = cohortDag.replace("acme_cohort", "acme_kept");
      const gone = await propose(ada, "gone", "Give it up", { [cohort]: renamed });
      await untilSaid(world, gone, /IDN-008[\s\S]*`next` of `trials` \(`dags\/follow\.py:5`\) still triggers it/, 1);
      await untilTold(world, gone, /`acme_cohort` is still triggered by the task `next` of `trials`/);
      await ben.approve(gone);
      await mergeWhenApproved(world, ben, gone);
      await until("another id on the node", async () => (await world.node.readDag(cohort)) === renamed);

      await untilCheck(trials, taken, "validation", isSuccess);
      await untilSaid(trials, taken, /IDN-005/, 3, false);
    },
  },
  {
    name: "two open changes with one dag_id are told of each other, and neither when the other is closed",
    options: { neighbour: {} },
    async play(world) {
      const trials = await beginBoth(world);
      const first = await propose(world.people.ada, "cohort", "Add a cohort", { [cohort]: cohortDag });
      await untilCheck(world, first, "validation", isSuccess);
      const second = await propose(trials.people.ada, "cohort", "Add a cohort", { "dags/ours.py": cohortDag });
      await untilSaid(trials, second, /IDN-006[\s\S]*open change of `study` brings the dag\\?_id/, 3);
      await untilSaid(world, first, /IDN-006[\s\S]*open change of `trials` brings the dag\\?_id/, 3);
      await untilCheck(world, first, "validation", isSuccess);

      await trials.people.ada.push({
        branch: "cohort",
        files: { "dags/ours.py": cohortDag.replace("acme_cohort", "trials_cohort") },
        message: "Choose another id",
      });
      await untilSaid(world, first, /IDN-006/, 3, false);
      await untilSaid(trials, second, /IDN-006/, 3, false);
    },
  },
];
