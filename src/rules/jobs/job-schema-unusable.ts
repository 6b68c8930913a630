import { startOfFile } from "../../formats/text-positions.ts";
import { defineRule } from "../define-rule.ts";
import { isJobSchemaPath } from "./job-schema-path.ts";

export const jobSchemaUnusable = defineRule<{ why: string }>({
  id: "JOB-008",
  name: "job-schema-unusable",
  severity: "error",
  confidence: "high",
  about: "text",
  reach: "file",
  summary: "The JSON Schema of a job's parameters cannot be used.",
  why: "Requests of this job could not be checked. A schema must be JSON Schema (2020-12 or draft 7), refer to nothing outside of itself, and have patterns that take linear time.",
  message: ({ why }) => `This schema ${why}.`,
  remedy: () =>
    "Write it as JSON Schema of 2020-12 or draft 7 that stands by itself, or remove it: a job without a schema takes any parameters.",
  bad: { path: "jobs/schemas/cohort_size.json", text: '{ "$ref": "https://example.org/cohort.json" }\n' },
  good: { path: "jobs/schemas/cohort_size.json", text: '{ "properties": { "min_age": { "type": "integer" } } }\n' },
  check({ path, text, compileSchema }, report) {
    if (!isJobSchemaPath(path) || compileSchema === null) return;
    let schema: unknown;
    try {
      schema = JSON.parse(text);
    } catch {
      report(startOfFile, { why: "is no JSON" });
      return;
    }
    const compiled = compileSchema(schema);
    if ("objection" in compiled) report(startOfFile, { why: compiled.objection });
  },
});
