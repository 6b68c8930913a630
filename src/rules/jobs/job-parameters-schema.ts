import { quoteName } from "../../formats/did-you-mean.ts";
import type { CompiledSchema, SchemaCompiler } from "../../formats/json-schema.ts";
import { defineRule } from "../define-rule.ts";
import { jobExample } from "./job-example.ts";
import { schemaFolder } from "./job-schema-path.ts";

const schema = {
  path: "jobs/schemas/cohort_size.json",
  text: '{ "properties": { "min_age": { "type": "integer", "minimum": 18 } }, "additionalProperties": false }\n',
};
const engine = "{ dagster: { location: study, job: cohort_size } }";

export const jobParametersSchema = defineRule<{ name: string; must: string; path: string }>({
  id: "JOB-007",
  name: "job-parameters-schema",
  severity: "error",
  confidence: "high",
  about: "job",
  reach: "file",
  summary: "The parameters of a job request do not match the JSON Schema of its job.",
  why: "`jobs/schemas/<job>.json` says what a job or DAG takes, for people and for Countersign. A request that does not match it would fail when it runs, or run as nobody meant it to.",
  message: ({ name, must }) => `${name === "" ? "`parameters`" : quoteName(name)} ${must}`,
  remedy: ({ path }) => `Give it what ${quoteName(path)} asks for.`,
  bad: { path: "jobs/example.yml", text: jobExample({ engine, parameters: "{ min_age: 12 }" }), context: [schema] },
  good: { path: "jobs/example.yml", text: jobExample({ engine, parameters: "{ min_age: 21 }" }), context: [schema] },
  check({ job, jobSchemas, compileSchema }, report) {
    if (job === null || !("job" in job) || jobSchemas === null || compileSchema === null) return;
    const { engine: wanted, parameters } = job.job;
    const path = `${schemaFolder}${wanted.kind === "airflow" ? wanted.dagId : wanted.job}.json`;
    const text = Object.hasOwn(jobSchemas, path) ? jobSchemas[path] : undefined;
    if (text === undefined) return;
    const compiled = text === null ? { objection: "is too large to be read" } : compileText(text, compileSchema);
    if ("objection" in compiled) {
      report.indeterminate(`The parameters cannot be checked, since ${quoteName(path)} ${compiled.objection}.`);
      return;
    }
    for (const { at, isKey, must } of compiled.validate(parameters)) {
      report(job.document.spanOf(["parameters", ...at], isKey ? "key" : "value"), { name: at.join("."), must, path });
    }
  },
});

function compileText(text: string, compile: SchemaCompiler): CompiledSchema {
  try {
    return compile(JSON.parse(text));
  } catch {
    return { objection: "is no JSON" };
  }
}
