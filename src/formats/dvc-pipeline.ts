import { z } from "zod";
import { decodeYaml } from "./decode-yaml.ts";
import { namedValues, type TemplateValues, templateValues } from "./dvc-templates.ts";
import type { FormatProblem } from "./format-problem.ts";
import { readYaml, type YamlDocument, type YamlPath } from "./yaml-document.ts";

/** An output that a stage of a `dvc.yaml` writes, as it is written there. */
export interface PipelineOut {
  readonly stage: string;
  readonly path: string;
  /** The directory of the stage, relative to the file's. */
  readonly wdir: string;
  readonly remote: string | null;
  /** `false`: the data itself is in git. */
  readonly cache: boolean;
  readonly at: YamlPath;
  /** Of its templates (`${…}`), as far as the file itself has their values, for each run of the stage. */
  readonly values: readonly TemplateValues[];
}

export type DvcPipelineReading =
  | { readonly outs: readonly PipelineOut[]; readonly document: YamlDocument }
  | { readonly problems: readonly FormatProblem[] };

const details = z.looseObject({
  cache: z.union([z.boolean(), z.string()]).optional(),
  remote: z.string().nullish(),
});
const outs = z.array(z.union([z.string(), z.record(z.string(), z.union([details, z.array(z.unknown())]))]));

const definition = {
  cmd: z.union([z.string(), z.array(z.string())]).nullish(),
  set: z.record(z.string(), z.unknown()).optional(),
  wdir: z.string().nullish(),
  deps: z.array(z.string()).optional(),
  params: z.array(z.union([z.string(), z.record(z.string(), z.unknown())])).optional(),
  vars: z.array(z.unknown()).optional(),
  frozen: z.union([z.boolean(), z.string()]).optional(),
  meta: z.unknown().optional(),
  desc: z.string().optional(),
  always_changed: z.union([z.boolean(), z.string()]).optional(),
  outs: outs.optional(),
  metrics: outs.optional(),
  plots: outs.optional(),
};
const stage = z.strictObject({
  ...definition,
  foreach: z.unknown().optional(),
  do: z.strictObject(definition).optional(),
  matrix: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
});

/** As DVC's own `dvc/schema.py` (https://github.com/iterative/dvc), in what matters here. */
const pipeline = z.strictObject({
  stages: z.record(z.string(), stage).nullish(),
  vars: z.array(z.unknown()).nullish(),
  params: z.array(z.string()).nullish(),
  metrics: z.array(z.string()).nullish(),
  plots: z.unknown().optional(),
  artifacts: z.record(z.string(), z.unknown()).nullish(),
  datasets: z.unknown().optional(),
});

/** Reads a `dvc.yaml`: what its stages write, and where to. Never throws. */
export function readDvcPipeline(source: string, path: string): DvcPipelineReading {
  const reading = readYaml(source, path);
  if ("problems" in reading) return reading;
  const decoded = decodeYaml(reading.document, pipeline);
  if ("problems" in decoded) return decoded;
  const { stages, vars } = decoded.value;
  const shared = namedValues(vars ?? []);
  const all = Object.entries(stages ?? {}).flatMap(([name, one]) => {
    const values = templateValues(shared, [...(one.vars ?? []), ...(one.do?.vars ?? [])], one);
    return [
      ...listOuts(name, one, ["stages", name]),
      ...(one.do === undefined ? [] : listOuts(name, one.do, ["stages", name, "do"])),
    ].map((out) => ({ ...out, values }));
  });
  return { outs: all, document: reading.document };
}

type Definition = Pick<z.infer<typeof stage>, "outs" | "metrics" | "plots" | "wdir">;

type WrittenOut = Omit<PipelineOut, "values">;

function listOuts(name: string, given: Definition, at: YamlPath): readonly WrittenOut[] {
  return (["outs", "metrics", "plots"] as const).flatMap((key) =>
    (given[key] ?? []).flatMap((entry, index) => {
      const place = [...at, key, index];
      if (typeof entry === "string") return [toOut(name, entry, given, null, place)];
      return Object.entries(entry).map(([path, detail]) =>
        toOut(name, path, given, Array.isArray(detail) ? null : detail, place),
      );
    }),
  );
}

function toOut(
  stageName: string,
  path: string,
  { wdir }: Definition,
  detail: z.infer<typeof details> | null,
  at: YamlPath,
): WrittenOut {
  return {
    stage: stageName,
    path,
    wdir: wdir ?? ".",
    remote: detail?.remote ?? null,
    cache: detail?.cache !== false,
    at,
  };
}
