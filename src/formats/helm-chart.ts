import { distance } from "fastest-levenshtein";
import { z } from "zod";
import { decodeYaml } from "./decode-yaml.ts";
import { findNearest, quoteName } from "./did-you-mean.ts";
import { type FormatProblem, problemAt } from "./format-problem.ts";
import type { YamlDocument } from "./yaml-document.ts";

/** Helm takes numbers for text in a chart's own file. */
const text = z.union([z.string(), z.number()]).nullable().optional();

/** As loosely as Helm reads versions. https://github.com/Masterminds/semver */
const version = /^v?\d+(?:\.\d+)?(?:\.\d+)?(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/;

const dependency = z.looseObject({
  name: z.string().min(1),
  version: text,
  repository: text,
  alias: z
    .string()
    .regex(/^[a-zA-Z0-9_-]+$/, "`alias` may have letters, digits, `-` and `_`.")
    .optional(),
});

const chart = z.looseObject({
  apiVersion: z.enum(["v1", "v2", "v3"]).optional(), // Helm takes one without for `v1`
  name: z.string().min(1),
  version: z
    .union([z.string(), z.number()])
    .refine((value) => version.test(String(value)), "`version` must be a semantic version such as `1.4.0`."),
  type: z
    .string()
    .refine((value) => ["application", "library", ""].includes(value), "`type` must be `application` or `library`.")
    .nullable()
    .optional(),
  kubeVersion: text,
  description: text,
  appVersion: text,
  home: text,
  icon: text,
  condition: text,
  tags: text,
  deprecated: z.boolean().nullable().optional(),
  keywords: z
    .array(z.union([z.string(), z.number()]))
    .nullable()
    .optional(),
  sources: z
    .array(z.union([z.string(), z.number()]))
    .nullable()
    .optional(),
  maintainers: z.array(z.looseObject({})).nullable().optional(),
  annotations: z.record(z.string(), z.unknown()).nullable().optional(),
  dependencies: z.array(dependency).nullable().optional(),
});

/** What Helm refuses in a `Chart.yaml` (https://helm.sh/docs/topics/charts/#the-chartyaml-file), and keys that look like a slip. */
export function findChartProblems(document: YamlDocument): readonly FormatProblem[] {
  const decoded = decodeYaml(document, chart);
  if ("problems" in decoded) return decoded.problems;
  return Object.keys(decoded.value).flatMap((key) => {
    const known = Object.keys(chart.shape);
    const nearest = known.includes(key) || key.length < 5 ? null : findNearest(key, known);
    if (nearest === null || distance(key.toLowerCase(), nearest.toLowerCase()) > 2) return [];
    const message = `Helm does not know ${quoteName(key)}. Did you mean ${quoteName(nearest)}?`;
    return [problemAt(document.path, document.spanOf([key], "key"), message)];
  });
}

/** What Helm refuses in a file of values. */
export function findValuesProblems(document: YamlDocument): readonly FormatProblem[] {
  const { path, value, spanOf } = document;
  if (typeof value === "object" && !Array.isArray(value)) return [];
  return [problemAt(path, spanOf([]), "The values of a chart must be a map.")];
}
