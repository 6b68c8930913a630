import { z } from "zod";
import type { EngineRef, JobRequest } from "../domain/run.ts";
import { decodeYaml } from "./decode-yaml.ts";
import { quoteName } from "./did-you-mean.ts";
import type { FormatProblem } from "./format-problem.ts";
import { objectToPath } from "./relative-path.ts";
import { samplesOf } from "./samples-of.ts";
import { readYaml, type YamlDocument } from "./yaml-document.ts";

const text = z.string().trim().min(1).max(2000);
/** Who agrees must see under what: a name of characters without a shape would look like none, or like another. */
const isLegible = (value: string) => /[\p{L}\p{N}]/u.test(value) && !/[\p{Cc}\p{Cf}]/u.test(value);
const isoDate = z.string().refine(isDate, {
  message: "`expires` must be a date such as `2026-12-31`.",
  params: { remedy: "Write year, month and day of a date that there is, such as `2026-12-31`." },
});

const jobRequestFile = z.strictObject({
  version: z.literal(1),
  title: text.max(200),
  engine: z
    .strictObject({
      dagster: z.strictObject({ location: text, job: text }).optional(),
      airflow: z.strictObject({ dag_id: text.max(250) }).optional(),
    })
    .refine((engine) => Object.values(engine).filter((one) => one !== undefined).length === 1, {
      message: "`engine` must name exactly one of `airflow` and `dagster`.",
      params: { remedy: "Name the one that is to run it, such as `engine: { airflow: { dag_id: acme_cohort } }`." },
    }),
  parameters: z
    .record(
      z.string(),
      z.unknown().refine(isPlainData, {
        message: "A parameter must be plain data: text, finite numbers, true, false, null, lists and maps.",
        params: { remedy: "Write it as one of those, or as text in quotes." },
      }),
    )
    .optional(),
  inputs: z
    .array(z.strictObject({ dataset: text, version: text.optional() }))
    .max(200)
    .optional(),
  outputs: z
    .array(
      z.strictObject({
        path: text.superRefine((path, context) => {
          const objection = objectToPath(path);
          if (objection !== null) {
            context.addIssue({
              code: "custom",
              message: `The output path ${quoteName(path.slice(0, 80))} ${objection}; it must stay inside the run's directory.`,
              params: { remedy: "Write where the run leaves it, below its own directory, such as `counts.csv`." },
            });
          }
        }),
        kind: z.enum(["table", "figure", "text", "model"]),
        max_rows: z.int().positive().optional(),
      }),
    )
    .min(1)
    .max(200)
    .superRefine((outputs, context) => {
      const seen = new Set<string>();
      for (const [index, { path }] of outputs.entries()) {
        if (seen.has(path))
          context.addIssue({
            code: "custom",
            path: [index, "path"],
            message: `The output ${quoteName(path)} is declared twice.`,
            params: { remedy: "Remove one of the two." },
          });
        seen.add(path);
      }
    }),
  purpose: text,
  agreement: text
    .refine(isLegible, {
      message: "`agreement` must be readable: letters and digits, such as `DPA-2026-014`, and no invisible characters.",
      params: { remedy: "Type its number anew, such as `DPA-2026-014`." },
    })
    .optional(),
  expires: isoDate.optional(),
  resources: z
    .strictObject({
      cpu: z.number().positive().max(1024).optional(),
      memory: z
        .string()
        .regex(/^[1-9][0-9]{0,6}(Ki|Mi|Gi|Ti)$/, "`resources.memory` must be such as `512Mi` or `4Gi`.")
        .optional(),
      timeout: z
        .string()
        .regex(/^[1-9][0-9]{0,6}(s|m|h|d)$/, "`resources.timeout` must be such as `30m` or `2h`.")
        .optional(),
    })
    .optional(),
});

const samples: Readonly<Record<string, string>> = {
  version: "version: 1",
  title: "title: Cohort size by region",
  engine: "engine: { airflow: { dag_id: acme_cohort } }",
  "engine.airflow": "airflow: { dag_id: acme_cohort }",
  "engine.dagster": "dagster: { location: study, job: cohort_size }",
  parameters: "parameters: { min_age: 18 }",
  inputs: "inputs: [{ dataset: patients }]",
  "inputs.*": "{ dataset: patients }",
  outputs: "outputs: [{ path: counts.csv, kind: table }]",
  "outputs.*": "{ path: counts.csv, kind: table }",
  purpose: "purpose: Service evaluation of regional uptake",
  expires: "expires: 2026-12-31",
  resources: "resources: { cpu: 2, memory: 4Gi, timeout: 2h }",
};

export type JobRequestReading =
  | { readonly job: JobRequest; readonly document: YamlDocument }
  | { readonly problems: readonly FormatProblem[] };

/** Reads a job request. Tells everything that is wrong with it at once; never throws. */
export function readJobRequest(source: string, path: string): JobRequestReading {
  const reading = readYaml(source, path);
  if ("problems" in reading) return reading;
  const decoded = decodeYaml(reading.document, jobRequestFile, samplesOf(samples));
  if ("problems" in decoded) return decoded;
  return { job: toJobRequest(decoded.value), document: reading.document };
}

function toJobRequest(file: z.infer<typeof jobRequestFile>): JobRequest {
  return {
    title: file.title,
    engine: toEngine(file.engine),
    parameters: file.parameters ?? {},
    inputs: (file.inputs ?? []).map(({ dataset, version }) => ({ dataset, version: version ?? null })),
    outputs: file.outputs.map(({ path, kind, max_rows }) => ({ path, kind, maxRows: max_rows ?? null })),
    purpose: file.purpose,
    agreement: file.agreement ?? null,
    expires: file.expires ?? null,
    resources: {
      cpu: file.resources?.cpu ?? null,
      memory: file.resources?.memory ?? null,
      timeout: file.resources?.timeout ?? null,
    },
  };
}

function toEngine({ airflow, dagster }: z.infer<typeof jobRequestFile>["engine"]): EngineRef {
  if (airflow !== undefined) return { kind: "airflow", dagId: airflow.dag_id };
  if (dagster !== undefined) return { kind: "dagster", location: dagster.location, job: dagster.job };
  throw new Error("the schema lets no engine through that names neither");
}

function isDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const at = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value);
}

function isPlainData(value: unknown): boolean {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isPlainData);
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value as object).every(isPlainData);
}
