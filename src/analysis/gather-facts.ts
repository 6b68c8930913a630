import { type FileParts, maxFileBytes, partsOf } from "../core/inspect/inspect-parts.ts";
import { emptyModule, unknownModule } from "../python/bare-module.ts";
import type { CodeFacts } from "../python/code/code-facts.ts";
import { readCode } from "../python/code/read-code.ts";
import { workflowIn } from "../python/dag-discovery.ts";
import type { DagModule } from "../python/dag-model.ts";
import { listImports } from "../python/import-list.ts";
import { readNamedStrings } from "../python/named-strings.ts";
import type { FileSubject, SharedFacts, SyntaxProblem } from "../rules/subject.ts";
import { decodeContent } from "./decode-content.ts";
import { lookAtPython, noLooks } from "./look-at-python.ts";
import type { PythonTools } from "./python-tools.ts";
import { isIgnored } from "./read-ignored.ts";
import { type Around, readModule } from "./read-module.ts";
import { readParts } from "./read-parts.ts";
import { readPodTemplates } from "./read-pod-templates.ts";
import { mayNameTemplate, readTaskTemplates } from "./read-task-templates.ts";
import { scanSecrets } from "./secret-scanner.ts";

export interface FileToRead {
  readonly path: string;
  readonly kind: string;
  readonly content: Uint8Array;
  /** The archive that it is in; absent: it stands in the repository. */
  readonly archive?: string;
}

export interface FactsSettings extends Around {
  readonly today: string;
  readonly facts: SharedFacts;
  /** Whether every Python file's code is read, not only where a quick look says that a rule could speak of it. */
  readonly isAllCodeWanted: boolean;
  /** Whether nothing is wanted but the file's DAGs. */
  readonly isModelAlone: boolean;
}

export type Facts =
  | { readonly subject: FileSubject }
  /** No rule applies: a binary file of no kind. */
  | { readonly skipped: string }
  | { readonly unread: string };

/** Reads all that the rules want to know of one file. Nothing of the file is executed. */
export async function gatherFacts(file: FileToRead, settings: FactsSettings, tools: PythonTools): Promise<Facts> {
  const parts = partsOf(file.path, file.kind);
  const refuse = (reason: string): Facts => (parts.isGoverned ? { unread: reason } : { skipped: reason });
  if (file.content.length > maxFileBytes) {
    return refuse(`it has ${(file.content.length / 1024 / 1024).toFixed(1)} MB; at most 5 MB are read`);
  }
  const decoded = decodeContent(file.content, { isPython: parts.python || parts.code });
  if ("binary" in decoded) {
    const isHarmless =
      !parts.job && parts.dvc === null && /\.(png|jpe?g|gif|webp|ico|svg|woff2?|ttf|otf|pdf)$/i.test(file.path);
    return isHarmless ? { skipped: "it is a picture or font" } : refuse("it is a binary file, which cannot be checked");
  }
  if ("undecodable" in decoded) {
    const { at, encoding } = decoded.undecodable;
    if (!parts.python) return refuse(`it is not ${encoding.toUpperCase()} text (line ${at.line})`);
    const problem = {
      message: `the file is not ${encoding} text`,
      span: { start: at, end: { ...at, column: at.column + 1 } },
    };
    return { subject: toSubject(file, Buffer.from(file.content).toString("latin1"), settings, [problem]) };
  }
  return readSubject(file, decoded.text, parts, settings, tools);
}

async function readSubject(
  file: FileToRead,
  text: string,
  parts: FileParts,
  settings: FactsSettings,
  tools: PythonTools,
): Promise<Facts> {
  const { syntax, lint, module, wantsCode, wantsStrings, ...airflow } = parts.python
    ? await readPython(file, text, settings, tools)
    : parts.code
      ? await readPlainPython(file, text, settings)
      : nothingSaid;
  const subject = { ...toSubject(file, text, settings, syntax), ...airflow };
  const isCodeWanted = settings.isModelAlone
    ? mayNameTemplate(text) // what it asks for tells whether a change of a template is one of this file
    : wantsCode || mightBeDagFile(module, text);
  const code = isCodeWanted ? readCodeOf(text, tools) : null;
  const templates = code === null ? noTemplates : await readTemplates(code, file.path, settings);
  if (settings.isModelAlone) return { subject: { ...subject, module } };
  const gathered: FileSubject = {
    ...subject,
    lint,
    module,
    namedStrings: wantsStrings ? readNamedStrings(tools.parse(text), text) : [],
    code,
    ...templates,
    imports: parts.python && syntax.length === 0 ? listImports(text) : [],
    secrets: await scanSecrets(file.path, text),
    ...(await readParts(text, file.path, parts, settings)),
  };
  return { subject: gathered };
}

/** Also one that Airflow refuses, of which nothing can be said, or whose DAGs are made where no import comes to. */
function mightBeDagFile(module: DagModule | null, text: string): boolean {
  if (module === null) return false;
  if (module.dags.length > 0 || module.failures.length > 0 || module.certainty === "unknown") return true;
  return /\bDAG\(|@(?:\w+\.)?dag\b/.test(text);
}

/** What follows a lone carriage return is code for Python: it is read like any other line. */
function readCodeOf(text: string, tools: PythonTools): CodeFacts {
  return readCode(tools.parse(text.replaceAll(/\r(?!\n)/g, "\n")), text);
}

type Templates = Pick<FileSubject, "podTemplates" | "taskTemplates">;

const noTemplates: Templates = { podTemplates: [], taskTemplates: new Map() };

/** The files that become a part of tasks. */
async function readTemplates(code: CodeFacts, path: string, settings: FactsSettings): Promise<Templates> {
  const podTemplates = await readPodTemplates(code, path, settings);
  return { podTemplates, taskTemplates: await readTaskTemplates(code, path, settings) };
}

const nothingSaid = { ...noLooks, syntax: [], lint: [], module: null, isIgnored: false };

/** What is asked of Python that no kind calls a DAG: whether a rule could speak of its code, and whether Airflow passes over it. */
async function readPlainPython(file: FileToRead, text: string, settings: FactsSettings) {
  const { wantsCode } = lookAtPython(text, [], { isAllCodeWanted: false });
  const mayBeDag = workflowIn(text) === "dag";
  const ignored = mayBeDag && (await settings.beside.whileAsking(() => isIgnored(file, settings)));
  return { ...nothingSaid, wantsCode, isIgnored: ignored === true };
}

/** What ruff says of a Python file, and what Airflow would find in it. */
async function readPython(file: FileToRead, text: string, settings: FactsSettings, tools: PythonTools) {
  const { path, archive } = file;
  const checked = tools.check(text, settings.python);
  const looks = settings.isModelAlone ? noLooks : lookAtPython(text, checked.syntax, settings);
  const isParsed = looks.wantsCode || looks.wantsStrings;
  const around = archive === undefined ? settings : { ...settings, roots: [archive, ...settings.roots] };
  return settings.beside.whileAsking(async () => {
    const ignored = await isIgnored(file, settings);
    if (ignored !== false)
      return { ...checked, ...looks, module: ignored === true ? emptyModule : unknownModule(ignored), isIgnored: true };
    const module = readModule(text, checked.syntax, tools, path, { around, isParsed });
    return { ...checked, ...looks, module, isIgnored: false };
  });
}

function toSubject(
  file: FileToRead,
  text: string,
  settings: FactsSettings,
  syntax: readonly SyntaxProblem[],
): FileSubject {
  return {
    ...settings.facts,
    path: file.path,
    kind: file.kind,
    text,
    isIgnored: false,
    python: settings.python,
    today: settings.today,
    module: syntax.length > 0 ? unknownModule("it has a syntax error") : null,
    syntax,
    lint: [],
    namedStrings: [],
    imports: [],
    dependencies: [],
    code: null,
    ...noTemplates,
    secrets: [],
    job: null,
    locations: null,
    compileSchema: null,
    dvc: null,
    manifests: null,
    dockerfile: null,
    nodeFile: null,
  };
}
