import { emptyModule, unknownModule } from "../python/bare-module.ts";
import { mightContainDag } from "../python/dag-discovery.ts";
import type { Certainty, DagModule } from "../python/dag-model.ts";
import { autoloadedFolder, isDefsPackage } from "../python/dagster/autoloaded.ts";
import type { CodeLocation } from "../python/dagster/dagster-model.ts";
import { mightBeLocation, readCodeLocation } from "../python/dagster/read-code-location.ts";
import { unknownLocation } from "../python/dagster/unknown-location.ts";
import { outlineOf } from "../python/discovery/outline.ts";
import type { Surroundings } from "../python/evaluate/machine.ts";
import { hasLoneCarriageReturn } from "../python/line-ends.ts";
import { nowhereElse, readDagModule } from "../python/read-dag-module.ts";
import { readSyntax } from "../python/syntax/read-syntax.ts";
import { BodyLeftOut } from "../python/syntax/reader.ts";
import type { SyntaxProblem } from "../rules/subject.ts";
import type { Beside } from "./open-beside.ts";
import { parseImported } from "./parse-imported.ts";
import type { PythonTools } from "./python-tools.ts";

/** What is around a module on the node. */
export interface Around {
  /** The node's Python, `major.minor`. */
  readonly python: string;
  readonly airflow: 2 | 3;
  /** Directories of the repository from which Python imports. */
  readonly roots: readonly string[];
  /** Names under which the repository itself can be imported. */
  readonly namespaces: readonly string[];
  /** The other files of the repository. */
  readonly beside: Beside;
}

export interface ModuleSettings {
  /** `null`: nothing is known but the file itself. */
  readonly around: Around | null;
  /** Whether all of the text is parsed for other readers anyway. */
  readonly isParsed: boolean;
}

/** What a Python file gives Airflow and Dagster. */
export function readModule(
  text: string,
  syntax: readonly SyntaxProblem[],
  tools: PythonTools,
  path = "dag.py",
  settings: ModuleSettings = { around: null, isParsed: true },
): DagModule {
  const module = readDags(text, syntax, tools, path, settings);
  const isWorthIt = mightBeLocation(text) || isDefsPackage(path);
  const location = isWorthIt ? readLocation(text, syntax, tools, path, settings.around) : null;
  return location === null ? module : { ...module, location };
}

/** What Dagster would load of it; `null` where it is no code location. */
function readLocation(
  text: string,
  syntax: readonly SyntaxProblem[],
  tools: PythonTools,
  path: string,
  around: Around | null,
): CodeLocation | null {
  const surroundings = around === null ? nowhereElse : toSurroundings(around, tools);
  if (!mightBeLocation(text) && autoloadedFolder(path, surroundings.readText) === null) return null;
  if (syntax.length > 0) return unknownLocation("it has a syntax error");
  if (hasLoneCarriageReturn(text)) return unknownLocation("it has lone carriage returns");
  const location = readCodeLocation(readSyntax(tools.parse(text), text), path, surroundings);
  const [withheld] = around?.beside.withheld ?? [];
  return location === null || withheld === undefined ? location : unknownLocation(withheld);
}

/** The DAGs of a Python file; a file that Airflow's safe mode passes over has exactly none. */
function readDags(
  text: string,
  syntax: readonly SyntaxProblem[],
  tools: PythonTools,
  path: string,
  { around, isParsed }: ModuleSettings,
): DagModule {
  if (!mightContainDag(text, around?.airflow)) return emptyModule;
  if (syntax.length > 0) return unknownModule("it has a syntax error");
  if (hasLoneCarriageReturn(text)) return unknownModule("it has lone carriage returns");
  const surroundings = around === null ? nowhereElse : toSurroundings(around, tools);
  const module =
    (isParsed ? null : readOutlined(text, tools, path, surroundings)) ??
    readDagModule(readSyntax(tools.parse(text), text), path, surroundings);
  const [withheld] = around?.beside.withheld ?? [];
  return withheld === undefined ? module : lessCertain(module, withheld);
}

/** The same from less than half of the text, where nothing runs the functions; else `null`. */
function readOutlined(text: string, tools: PythonTools, path: string, surroundings: Surroundings): DagModule | null {
  const outline = outlineOf(text);
  if (outline === null) return null;
  const syntax = readSyntax(tools.parseOther(outline.text, outline.placeOf), text, outline.leftOut);
  try {
    return syntax === null ? null : readDagModule(syntax, path, surroundings);
  } catch (error) {
    if (error instanceof BodyLeftOut) return null;
    throw error;
  }
}

function toSurroundings({ python, beside, ...rest }: Around, tools: PythonTools): Surroundings {
  const { airflow, roots, namespaces } = rest;
  const { readText, listFolder } = beside;
  return { readText, listFolder, parse: (text) => parseImported(text, python, tools), airflow, roots, namespaces };
}

/** The same module, of which some was not seen. */
function lessCertain(module: DagModule, reason: string): DagModule {
  const doubt = <T extends { readonly certainty: Certainty; readonly reason: string | null }>(one: T): T =>
    one.certainty === "exact" ? { ...one, certainty: "partial", reason } : one;
  return { ...doubt(module), dags: module.dags.map(doubt) };
}
