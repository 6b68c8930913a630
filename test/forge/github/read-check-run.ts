import type { CheckRunGiven } from "../model/checks.ts";
import type { SimCheckRun } from "../model/types.ts";
import { listIn, textIn } from "./github.ts";
import { HttpError } from "./http-error.ts";

type Body = Readonly<Record<string, unknown>>;

const statuses = ["queued", "in_progress", "completed", "waiting", "requested", "pending"];
const conclusions = ["action_required", "cancelled", "failure", "neutral", "success", "skipped", "timed_out"];

function refuse(message: string): HttpError {
  return new HttpError(422, `Invalid request.\n\n${message}`);
}

/** What a request says of a check run, after GitHub's rules; `check` is the run that is changed, `null` for a new one. */
export function readCheckRun(body: Body, check: SimCheckRun | null): Partial<CheckRunGiven> {
  const texts = {
    name: "name",
    externalId: "external_id",
    detailsUrl: "details_url",
    startedAt: "started_at",
    completedAt: "completed_at",
  };
  const given = Object.entries(texts).flatMap(([key, name]) => {
    const text = textIn(body, name);
    return text === undefined ? [] : [[key, text] as const];
  });
  const output = typeof body.output === "object" && body.output !== null ? (body.output as Body) : null;
  return {
    ...Object.fromEntries(given),
    ...readState(body),
    ...(body.actions === undefined ? {} : { actions: readActions(body) }),
    ...(output === null ? {} : readOutput(output, check)),
  };
}

function readState(body: Body): Partial<CheckRunGiven> {
  const [status, conclusion] = [textIn(body, "status"), textIn(body, "conclusion")];
  if (status !== undefined && !statuses.includes(status)) throw refuse(`${status} is not a valid status.`);
  if (conclusion !== undefined && !conclusions.includes(conclusion)) {
    throw refuse(`${conclusion} is not a member of ${conclusions}.`);
  }
  if (status === "completed" && conclusion === undefined) throw refuse("Missing conclusion for a completed check run.");
  return {
    // One of the six, as was just seen.
    ...(status === undefined ? {} : { status: status as SimCheckRun["status"] }),
    ...(conclusion === undefined ? {} : { conclusion }),
  };
}

function readActions(body: Body): SimCheckRun["actions"] {
  const actions = listIn(body, "actions") as SimCheckRun["actions"];
  if (actions.length > 3) throw refuse("No more than 3 items are allowed; actions");
  const isTooLong = (one: SimCheckRun["actions"][number]) =>
    one.label.length > 20 || one.description.length > 40 || one.identifier.length > 20;
  if (actions.some(isTooLong)) throw refuse("An action's label, description or identifier is too long.");
  return actions;
}

const most = 65_535;

function readOutput(output: Body, check: SimCheckRun | null): Partial<CheckRunGiven> {
  const [title, summary, text] = [textIn(output, "title"), textIn(output, "summary"), textIn(output, "text")];
  if (summary === undefined || (check === null && title === undefined)) {
    throw refuse('"title", "summary" weren\'t supplied.');
  }
  if ([summary, text].some((one) => Buffer.byteLength(one ?? "") > most))
    throw refuse("exceeds a maximum bytesize of 65535");
  const before = check?.output ?? { title: null, summary: null, text: null };
  return {
    output: { title: title ?? before.title, summary, text: text ?? before.text },
    annotations: readAnnotations(output),
  };
}

/** https://docs.github.com/rest/checks/runs#create-a-check-run */
function readAnnotations(output: Body): SimCheckRun["annotations"] {
  const annotations = listIn(output, "annotations") as SimCheckRun["annotations"];
  if (annotations.length > 50) throw refuse(`No more than 50 items are allowed; ${annotations.length} were supplied.`);
  for (const one of annotations) {
    const hasLines = typeof one.start_line === "number" && typeof one.end_line === "number";
    const hasTexts = typeof one.path === "string" && typeof one.message === "string";
    const hasLevel = ["notice", "warning", "failure"].includes(String(one.annotation_level));
    if (!hasLines || !hasTexts || !hasLevel) throw refuse("An annotation lacks its path, lines, level or message.");
    if (one.start_column !== undefined && one.start_line !== one.end_line) {
      throw refuse("start_column cannot be set when start_line and end_line differ.");
    }
    if (Buffer.byteLength(String(one.message)) > most) throw refuse("message exceeds a maximum bytesize of 65535");
  }
  return annotations;
}
