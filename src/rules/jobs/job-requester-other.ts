import { listNames, quoteName } from "../../formats/did-you-mean.ts";
import { startOfFile } from "../../formats/text-positions.ts";
import { defineRule } from "../define-rule.ts";
import type { ChangeFacts } from "../subject.ts";
import { cohortDag, jobExample } from "./job-example.ts";

const ada = { id: 1, login: "ada" };
const eve = { id: 4, login: "eve" };

export const jobRequesterOther = defineRule<{ why: string }>({
  id: "JOB-018",
  name: "job-requester-other",
  severity: "warning",
  confidence: "medium",
  about: "job",
  reach: "file",
  summary: "Who raises a change with a job request is not who wrote it.",
  why: "Whoever raises the change is taken for the one who asks for the run, and never counts among those who approve its results. When the request was written by somebody else, the wrong person is kept out.",
  message: ({ why }) => why,
  remedy: () => "Let the person who asks for the run raise the change, with their own account.",
  bad: {
    path: "jobs/example.yml",
    text: jobExample(),
    context: [cohortDag],
    facts: { change: { author: ada, commitAuthors: [eve] } },
  },
  good: {
    path: "jobs/example.yml",
    text: jobExample(),
    context: [cohortDag],
    facts: { change: { author: ada, commitAuthors: [ada, eve] } },
  },
  check({ job, change }, report) {
    if (job === null || !("job" in job) || change === null) return;
    const why = objectTo(change);
    if (why !== null) report(startOfFile, { why });
  },
});

function objectTo({ author, isBot, commitAuthors = [] }: ChangeFacts): string | null {
  if (isBot === true) return `${quoteName(author.login)}, which is no person, asks for this run.`;
  if (commitAuthors.length === 0 || commitAuthors.some(({ id }) => id === author.id)) return null;
  const others = listNames([...new Set(commitAuthors.map(({ login }) => login))], 3);
  return `${quoteName(author.login)} asks for this run, and every commit is by ${others}.`;
}
