import type { Span } from "../../domain/finding.ts";
import type { CallFact, CodeFacts, CodeValue } from "../../python/code/code-facts.ts";
import { argumentOf, lastPart, operatorOf } from "./code-values.ts";
import { givenAttributes, makerOf } from "./given-attributes.ts";

export interface SqlStatement {
  readonly value: CodeValue;
  readonly span: Span;
}

/** Arguments of operators and sensors that hold SQL. */
const fields = ["sql", "hql", "query", "bql", "statement", "configuration", "query_string", "sql_query"];

/** Every text that a file hands to a database: of operators and sensors, and of hooks and cursors. */
export function sqlStatements(code: CodeFacts): readonly SqlStatement[] {
  const ofCalls = code.calls.flatMap((call) => (call.paths.some(isOperator) ? ofOperator(call) : ofMethod(call)));
  const later = givenAttributes(code).filter((one) => fields.includes(one.name) && makerOf(one, isOperator) !== null);
  return [...ofCalls, ...later];
}

function isOperator(path: string): boolean {
  return /(?:Operator|Sensor)$/.test(operatorOf(path)) && /airflow/.test(path);
}

function ofOperator(call: CallFact): readonly SqlStatement[] {
  return fields.flatMap((name) => {
    const given = argumentOf(call, name);
    if (given === null || (name === "configuration" && !call.paths.some((path) => /BigQuery/.test(path)))) return [];
    return [{ value: given.value, span: given.span }];
  });
}

const methods =
  /^(?:run|get_records|get_first|get_pandas_df|get_df|execute|executemany|insert_rows|read_sql|read_sql_query|text)$/;

function ofMethod(call: CallFact): readonly SqlStatement[] {
  if (
    !call.paths.some(
      (path) => methods.test(lastPart(path)) && /(?:hook|cursor|conn|engine|session|pandas|sqlalchemy|db)/i.test(path),
    )
  )
    return [];
  const given = argumentOf(call, "sql", 0);
  return given === null || given.value.kind === "list" || given.value.kind === "dict"
    ? []
    : [{ value: given.value, span: given.span }];
}
