import type { CodeFacts, CodeValue } from "../../python/code/code-facts.ts";
import { argumentOf, constantText } from "./code-values.ts";
import { inputsInTemplate, type OutsideInput } from "./outside-input.ts";
import { pathOf } from "./path-text.ts";
import { isPodOperator, shellCommands } from "./shell-commands.ts";
import { sqlStatements } from "./sql-statements.ts";

/** Ends of names by which operators know that they are given a file, not a text (`template_ext`). */
const ends = /^[^\s{}]{1,500}\.(?:sql|hql|ddl|bq|sh|bash)$/i;

/** The files that operators load as the text of a command or of SQL, by their names as the code has them. */
export function namedTemplates(code: CodeFacts): ReadonlySet<string> {
  const values = [...shellCommands(code).filter(({ by }) => isLoading(by)), ...sqlStatements(code)];
  return new Set(values.flatMap(({ value }) => filesIn(value)));
}

/** Of a shell, operators and decorators load files; those of pods take only other kinds. */
function isLoading(by: string): boolean {
  return /Operator$|Sensor$|^@task/.test(by) && !isPodOperator(by);
}

function filesIn(value: CodeValue): readonly string[] {
  return (value.kind === "list" ? value.items : [value]).flatMap((one) => {
    const text = constantText(one);
    return text !== null && ends.test(text) ? [text] : [];
  });
}

/** Folders in which DAGs look for such files besides their own (`template_searchpath`). */
export function searchedFolders(code: CodeFacts): readonly string[] {
  return code.calls.flatMap((call) => {
    const given = argumentOf(call, "template_searchpath")?.value;
    if (given === undefined) return [];
    return (given.kind === "list" ? given.items : [given]).flatMap((one) => pathOf(one) ?? []);
  });
}

/** What is put into a command or SQL: in the code, or (`file`) in a file that the code names. */
export interface PlacedInput extends OutsideInput {
  readonly file: string | null;
}

export function here(input: OutsideInput): PlacedInput {
  return { ...input, file: null };
}

/** The Params that the files put in which a value names. What they take of `dag_run.conf` is told where it stands. */
export function paramsOfTemplates(value: CodeValue, templates: ReadonlyMap<string, string>): readonly PlacedInput[] {
  return filesIn(value).flatMap((file) =>
    inputsInTemplate(templates.get(file) ?? "").flatMap((input) =>
      input.from === "params" ? [{ ...input, file }] : [],
    ),
  );
}
