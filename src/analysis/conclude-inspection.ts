import type { Baseline } from "../core/inspect/find-existing.ts";
import { openCatalogue } from "../core/inspect/inspect-catalogue.ts";
import { inspectRepository, prepareRules, type RawInspection } from "../core/inspect/run-rules.ts";
import { assembleInspection } from "../core/inspect.ts";
import type { Inspection } from "../domain/finding.ts";
import type { ChangedPath } from "../rules/changed-path.ts";
import { allRules, ruleSet } from "../rules/rule-set.ts";
import type { RepositorySubject } from "../rules/subject.ts";
import { ofAffectedOnlyNew } from "./affected-files.ts";
import { linesOf } from "./before-change.ts";
import { consequencesOf } from "./consequences-of.ts";
import { isHeld } from "./file-content.ts";
import type { FilesBeside } from "./files-beside.ts";
import { readImportedCode } from "./imported-code.ts";
import type { FileToInspect, InspectionInput } from "./inspector.ts";
import { listJobFiles } from "./job-files.ts";
import { type Around, lookAround } from "./look-around.ts";
import { lookAtBytes } from "./look-at-bytes.ts";
import type { Done, Ran } from "./read-files.ts";
import { openFacts } from "./shared-facts.ts";

/** An inspection of which all files are read. */
export interface ReadInspection {
  /** With the files of archives in their stead. */
  readonly given: InspectionInput;
  /** The same with files around that the change affects. */
  readonly input: InspectionInput;
  readonly now: Ran;
  /** The same before the change; `null` where nobody gave what it was. */
  readonly before: { readonly input: InspectionInput; readonly ran: Ran } | null;
  /** Archives that could not be looked into. */
  readonly unread: Inspection["unread"];
  readonly beside: FilesBeside;
}

/** Runs the rules for the repository as a whole, and puts together what all of them say. */
export async function concludeInspection(read: ReadInspection): Promise<Inspection> {
  const { given, input, now, before, beside } = read;
  const then = before?.ran ?? null;
  const { done } = now;
  const outside = await lookAround(input, before?.input ?? null, { now, then }, beside);
  const inspection = assembleInspection({
    files: new Map<string, Pick<FileToInspect, "changedLines">>([
      ...changedPaths(input),
      ...input.files.map((file) => [file.path, file] as const),
    ]),
    raw: [...now.raw, inspectTogether(input, now, then, outside)],
    filesInspected: done.filter(({ outcome }) => outcome.status === "inspected").length,
    unread: [...read.unread, ...listUnread(done)],
    rules: allRules,
    severities: input.severities,
    noqa: new Map(done.map(({ path, outcome }) => [path, outcome.noqa])),
    ...(before === null ? {} : { baseline: toBaseline(input, before.input, before.ran, outside) }),
  });
  if (then === null) return inspection;
  const told = input === given ? inspection : ofAffectedOnlyNew(inspection, given, then.raw);
  const imported = await readImportedCode(input, { now, then }, beside);
  const catalogue = openCatalogue(now.shared.catalogue);
  const { nodeDags } = outside;
  return { ...told, consequences: consequencesOf(input, { now, then, catalogue, nodeDags, imported }) };
}

function listUnread(done: readonly Done[]): Inspection["unread"] {
  return done
    .filter(({ outcome }) => outcome.status === "unread")
    .map(({ path, outcome }) => ({ path, reason: outcome.reason ?? "it could not be read" }));
}

/** What was said of the files before the change. */
function toBaseline(input: InspectionInput, earlier: InspectionInput, then: Ran, outside: Around): Baseline {
  const { files } = input;
  const unread = new Set(then.done.filter(({ outcome }) => outcome.status === "unread").map(({ path }) => path));
  const touched = new Set(input.known?.changed?.map(({ path }) => path));
  const around = { ...outside, outs: outside.outs.filter(({ path }) => !touched.has(path)) };
  const places = new Map(files.map((file) => [file.path, file.before === null ? null : file.before?.path]));
  return {
    raw: [...then.raw, inspectTogether(earlier, then, null, around)],
    placeBefore: (path) => {
      const place = places.get(path);
      return place != null && unread.has(place) ? null : place;
    },
    lineNow: linesOf(files.filter(isHeld)),
    lineBefore: linesOf(earlier.files.filter(isHeld)),
  };
}

/** What is removed or cannot be read has findings, too. */
function changedPaths({ known }: InspectionInput) {
  return [...(known?.changed ?? []), ...(known?.opaque ?? [])].map(
    ({ path }) => [path, { changedLines: null }] as const,
  );
}

function inspectTogether(
  input: InspectionInput,
  { shared, done }: Ran,
  then: Ran | null,
  { requested, nodeDags, outs }: Around,
): RawInspection {
  const { files, context, known, today, severities } = input;
  const contents = new Map(files.filter(isHeld).map(({ path, content }) => [path, content]));
  const changed = known?.changed?.map((one): ChangedPath => {
    const content = contents.get(one.path);
    return content === undefined ? one : { ...one, looks: lookAtBytes(content) };
  });
  const subject: RepositorySubject = {
    ...openFacts(shared),
    today,
    changed: changed ?? null,
    opaque: known?.opaque ?? [],
    standing: known?.changed == null && input.treeBefore === undefined ? files : [],
    jobs: listJobFiles({ files, context }, requested),
    outs: [
      ...outs.map((out) => ({ ...out, isAsked: false })),
      ...inOrder(done).flatMap(({ outcome }) => outcome.outs.map((out) => ({ ...out, isAsked: true }))),
    ],
    before: then === null ? null : openCatalogue(then.shared.catalogue),
    runs: known?.runs ?? null,
    nodeDags,
    openRequests: known?.openRequests ?? null,
  };
  return inspectRepository(subject, prepareRules(ruleSet, severities));
}

function inOrder(done: readonly Done[]): readonly Done[] {
  return done.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
