import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { PythonTools } from "../../src/analysis/python-tools.ts";
import { emptyModule } from "../../src/python/bare-module.ts";
import { mightContainDag } from "../../src/python/dag-discovery.ts";
import type { Dag, DagModule } from "../../src/python/dag-model.ts";
import { readDagModule } from "../../src/python/read-dag-module.ts";
import { readSyntax } from "../../src/python/syntax/read-syntax.ts";

/** What a DagBag of Airflow holds of one folder, as `test/real/airflow/dump_dags.py` prints it. */
export interface FolderTruth {
  readonly dags: readonly DagTruth[];
  /** Names of exceptions, by the file that raised them. */
  readonly import_errors: Readonly<Record<string, string>>;
  /** The files that were looked into. */
  readonly files: readonly string[];
  /** With `--each`: files that Airflow takes, and whose DAGs could not be printed, with the reason. */
  readonly left_out?: Readonly<Record<string, string>>;
}

export interface DagTruth {
  readonly dag_id: string;
  readonly file: string;
  readonly schedule: { readonly text: string | null; readonly type: string; readonly timetable: string };
  /** `recent` where it is counted from today, most likely. */
  readonly start_date: string | null;
  readonly catchup: boolean;
  readonly tags: readonly string[];
  readonly params: readonly string[];
  readonly tasks: readonly TaskTruth[];
}

interface TaskTruth {
  readonly task_id: string;
  readonly mapped: boolean;
  readonly trigger_rule: string;
  readonly owner: string;
  readonly is_setup: boolean;
  readonly is_teardown: boolean;
  readonly downstream: readonly string[];
}

/** A line for each DAG, so that differences are short. */
export function formatTruth({ dags, import_errors, files }: FolderTruth): string {
  const lines = dags.map((dag) => `  ${JSON.stringify(dag)}`);
  const rest = [`"import_errors": ${JSON.stringify(import_errors)}`, `"files": ${JSON.stringify(files)}`];
  return `{\n"dags": [\n${lines.join(",\n")}\n],\n${rest.join(",\n")}\n}\n`;
}

/** One DAG of Airflow, or a claim about a file that is not true. */
export interface Row {
  readonly file: string;
  readonly dagId: string;
  readonly verdict: "exact" | "partial" | "unknown" | "wrong";
  readonly why: string;
}

/** Reads a file of a folder of DAGs as Airflow of that version would, with what it imports from the folder. */
export function readFileOf(folder: string, path: string, airflow: 2 | 3, tools: PythonTools): DagModule {
  const readText = (wanted: string): string | null => {
    const place = join(folder, wanted);
    return statSync(place, { throwIfNoEntry: false })?.isFile() ? readFileSync(place, "utf8") : null;
  };
  const parse = (text: string): ReturnType<typeof readSyntax> => readSyntax(tools.parse(text), text);
  const text = readText(path) ?? "";
  if (!mightContainDag(text, airflow)) return emptyModule;
  return readDagModule(parse(text), path, { readText, parse, roots: [""], airflow });
}

/** Holds what is said of each file against what Airflow has. */
export function compareWithTruth(
  truth: FolderTruth,
  read: (path: string) => DagModule,
  airflow: 2 | 3,
): readonly Row[] {
  return truth.files.flatMap((file) => {
    if (!file.endsWith(".py")) return [];
    const module = read(file);
    const real = truth.dags.filter((dag) => dag.file === file);
    return [
      ...compareModule(file, module, real, truth.import_errors[file] ?? null),
      ...real.map((dag) => compareDag(file, dag, module, airflow)),
    ];
  });
}

function compareModule(
  file: string,
  module: DagModule,
  real: readonly DagTruth[],
  error: string | null,
): readonly Row[] {
  const wrong = (why: string): readonly Row[] => [{ file, dagId: "", verdict: "wrong", why }];
  if (error !== null && isSaidToLoad(module) && !isOfEnvironment(error, module))
    return wrong(`it is refused: ${error}`);
  if (module.certainty !== "exact") return [];
  const said = module.dags.filter((dag) => dag.isRegistered !== false).map((dag) => dag.dagId);
  const known = real.map((dag) => dag.dag_id);
  if (error === null && module.failures.length > 0) return wrong(`it is said to fail: ${module.failures[0]?.message}`);
  // What the environment refuses is not for the model to know, but nothing is there then that was not listed.
  const missing = known.filter((id) => !said.includes(id));
  const extra = error === null ? said.filter((id) => id === null || !known.includes(id)) : [];
  return missing.length + extra.length === 0 ? [] : wrong(`missing ${missing.join()}, too much ${extra.join()}`);
}

/** Whether it is said what Airflow makes of the file: that it has a DAG, of which all is known, or surely none. */
function isSaidToLoad({ certainty, dags, failures }: DagModule): boolean {
  if (failures.length > 0) return false;
  const there = dags.filter((dag) => dag.isRegistered !== false);
  return there.some((dag) => dag.certainty === "exact") || (certainty === "exact" && there.length === 0);
}

/**
 * What no file tells of itself. What cannot be imported, or needs a later Airflow, is not installed there in that version: other rules
 * look at imports. Two files may have one DAG. And a `virtualenv` operator is refused where the package of that name is not installed.
 */
function isOfEnvironment(error: string, { dags }: DagModule): boolean {
  if (/^(?:ModuleNotFound|Import)Error$|^Airflow(?:DagDuplicatedId|OptionalProviderFeature)Exception$/.test(error))
    return true;
  const operators = dags.flatMap(({ tasks }) => tasks.map(({ operator }) => operator));
  return error === "AirflowException" && operators.some((one) => /virtualenv/i.test(one));
}

function compareDag(file: string, real: DagTruth, module: DagModule, airflow: 2 | 3): Row {
  const row = { file, dagId: real.dag_id };
  const dag = module.dags.find((one) => one.dagId === real.dag_id && one.isRegistered !== false);
  if (dag === undefined) return { ...row, verdict: "unknown", why: module.reason ?? "it is not listed" };
  const differences = [...differencesOf(dag, real), ...factsThatDiffer(dag, real, airflow)];
  if (differences.length > 0) return { ...row, verdict: "wrong", why: differences.slice(0, 5).join("; ") };
  if (dag.certainty !== "exact") return { ...row, verdict: "partial", why: dag.reason ?? "" };
  return { ...row, verdict: "exact", why: "" };
}

/** What is listed must be there; of an `exact` DAG, all that is there must be listed. */
function differencesOf(dag: Dag, real: DagTruth): readonly string[] {
  const found: string[] = [];
  const sure = dag.tasks.filter((task) => task.isUnconditional);
  for (const task of sure) {
    const same = real.tasks.find((one) => one.task_id === task.taskId);
    if (same === undefined) {
      found.push(`no task ${task.taskId}`);
      continue;
    }
    const missing = same.downstream.filter((id) => !task.downstream.includes(id));
    const extra = task.downstream.filter((id) => !same.downstream.includes(id));
    if (extra.length > 0) found.push(`no edge ${task.taskId} >> ${extra.join()}`);
    if (missing.length > 0 && dag.certainty === "exact") found.push(`edge ${task.taskId} >> ${missing.join()}`);
    if (task.isMapped !== same.mapped) found.push(`${task.taskId} mapped: ${same.mapped}`);
    if (task.isSetup !== same.is_setup || task.isTeardown !== same.is_teardown)
      found.push(`${task.taskId}: setup, teardown`);
    if (task.triggerRule.known && task.triggerRule.value !== same.trigger_rule)
      found.push(`${task.taskId} trigger rule: ${same.trigger_rule}`);
    if (task.owner.known && task.owner.value !== same.owner) found.push(`${task.taskId} owner: ${same.owner}`);
  }
  if (dag.certainty !== "exact") return found;
  const listed = new Set(sure.map((task) => task.taskId));
  return [...found, ...real.tasks.filter((task) => !listed.has(task.task_id)).map((task) => `task ${task.task_id}`)];
}

function factsThatDiffer(dag: Dag, real: DagTruth, airflow: 2 | 3): readonly string[] {
  const found: string[] = [];
  if (dag.catchup.known && dag.catchup.value !== real.catchup) found.push(`catchup: ${real.catchup}`);
  if (dag.tags.known && [...new Set(dag.tags.value)].sort().join() !== real.tags.join())
    found.push(`tags: ${real.tags}`);
  const params = dag.params.map((param) => param.name).sort();
  if (dag.paramsCertainty === "exact" && params.join() !== real.params.join()) found.push(`params: ${real.params}`);
  // In Airflow 2 a date in `default_args` is the tasks' alone.
  const isOwn = airflow === 3 || dag.arguments.some((one) => one.name === "start_date");
  if (isOwn && dag.startDate.known && dag.startDate.value?.slice(0, 4) !== real.start_date?.slice(0, 4))
    found.push(`start date: ${real.start_date}`);
  const kinds: Readonly<Record<string, (text: string | null, timetable: string) => boolean>> = {
    none: (_, timetable) => timetable === "NullTimetable",
    cron: (text) => text === dag.schedule.text,
    preset: (text) => text === dag.schedule.text,
    asset: (_, timetable) => /Asset|Dataset/.test(timetable),
    timedelta: (_, timetable) => /Delta/.test(timetable),
  };
  if (kinds[dag.schedule.kind]?.(real.schedule.text, real.schedule.timetable) === false)
    found.push(`schedule: ${real.schedule.text} ${real.schedule.timetable}`);
  return found;
}

export function countVerdicts(rows: readonly Row[]): Readonly<Record<"DAGs" | Row["verdict"], number>> {
  const count = (verdict: Row["verdict"]): number => rows.filter((row) => row.verdict === verdict).length;
  return {
    DAGs: rows.filter((row) => row.dagId !== "").length,
    exact: count("exact"),
    partial: count("partial"),
    unknown: count("unknown"),
    wrong: count("wrong"),
  };
}
