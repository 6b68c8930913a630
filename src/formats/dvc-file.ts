import { z } from "zod";
import { decodeYaml } from "./decode-yaml.ts";
import type { FormatProblem } from "./format-problem.ts";
import { objectToPath } from "./relative-path.ts";
import { readYaml, type YamlDocument } from "./yaml-document.ts";

/** One output that DVC tracks. */
export interface DvcOut {
  readonly path: string;
  /** 32 hex digits, with `.dir` for a directory; `null` where DVC has not computed it yet. */
  readonly md5: string | null;
  /** In bytes. */
  readonly size: number | null;
  /** How many files a directory holds; `null` for a file. */
  readonly files: number | null;
  /** `false`: the data itself is in git, not in DVC's cache. Absent: it is in the cache. */
  readonly isCached?: false;
  /** `false`: it is never pushed to a remote. Absent: it is. */
  readonly isPushed?: false;
}

export interface DvcFile {
  readonly outs: readonly DvcOut[];
}

export type DvcFileReading =
  | { readonly file: DvcFile; readonly document: YamlDocument }
  | { readonly problems: readonly FormatProblem[] };

/** DVC builds the object's place from the digest, so anything but hex digits is a path of somebody's choice. */
const md5 = z
  .string()
  .regex(/^[0-9a-f]{32}(\.dir)?$/, "`md5` must be 32 hex digits in lower case, with `.dir` for a directory.");

const outPath = z.string().superRefine((path, context) => {
  const objection = objectToPath(path);
  if (objection !== null) {
    context.addIssue({
      code: "custom",
      message: `The path \`${path.slice(0, 80)}\` ${objection}; an output must stay beside its \`.dvc\` file.`,
    });
  }
});

const out = z
  .strictObject({
    md5: md5.optional(),
    size: z.int().nonnegative().optional(),
    nfiles: z.int().nonnegative().optional(),
    isexec: z.boolean().optional(),
    hash: z.literal("md5").optional(),
    path: outPath,
    desc: z.string().optional(),
    type: z.string().optional(),
    labels: z.array(z.string()).optional(),
    meta: z.unknown().optional(),
    cache: z.boolean().optional(),
    push: z.boolean().optional(),
    persist: z.boolean().optional(),
  })
  .refine((one) => one.nfiles === undefined || one.md5 === undefined || one.md5.endsWith(".dir"), {
    path: ["md5"],
    message: "`nfiles` is given, so `md5` must end in `.dir`.",
  });

const outs = z
  .array(out)
  .min(1)
  .max(10_000)
  .superRefine((all, context) => {
    const seen = new Set<string>();
    for (const [index, { path }] of all.entries()) {
      if (seen.has(path))
        context.addIssue({ code: "custom", path: [index, "path"], message: `The path \`${path}\` is listed twice.` });
      seen.add(path);
    }
  });

const dvcFile = z.strictObject({
  outs,
  md5: md5.optional(),
  desc: z.string().optional(),
  meta: z.unknown().optional(),
  frozen: z.boolean().optional(),
  wdir: z
    .string()
    .refine((path) => path === "." || objectToPath(path) === null, "`wdir` must stay inside the directory of the file.")
    .optional(),
});

/** Reads a `.dvc` file (https://dvc.org/doc/user-guide/project-structure/dvc-files). Never throws. */
export function readDvcFile(source: string, path: string): DvcFileReading {
  const reading = readYaml(source, path);
  if ("problems" in reading) return reading;
  const decoded = decodeYaml(reading.document, dvcFile);
  if ("problems" in decoded) return decoded;
  return { file: { outs: decoded.value.outs.map(toOut) }, document: reading.document };
}

function toOut(one: z.infer<typeof out>): DvcOut {
  const { path, md5: digest = null, size = null, nfiles = null } = one;
  return {
    ...{ path, md5: digest, size, files: nfiles },
    ...(one.cache === false ? { isCached: false } : {}),
    ...(one.push === false ? { isPushed: false } : {}),
  };
}

const lockDep = z.strictObject({
  path: z.string(),
  hash: z.literal("md5").optional(),
  md5: md5.optional(),
  size: z.int().nonnegative().optional(),
  nfiles: z.int().nonnegative().optional(),
  isexec: z.boolean().optional(),
});

const lockOut = lockDep.extend({ path: outPath });

const dvcLock = z.strictObject({
  schema: z.literal("2.0"),
  stages: z.record(
    z.string(),
    z.strictObject({
      cmd: z.union([z.string(), z.array(z.string())]),
      deps: z.array(lockDep).optional(),
      params: z.record(z.string(), z.unknown()).optional(),
      outs: z.array(lockOut).optional(),
    }),
  ),
});

/** Reads a `dvc.lock`: the outputs of all its stages. Never throws. */
export function readDvcLock(source: string, path: string): DvcFileReading {
  const reading = readYaml(source, path);
  if ("problems" in reading) return reading;
  const decoded = decodeYaml(reading.document, dvcLock);
  if ("problems" in decoded) return decoded;
  const all = Object.values(decoded.value.stages).flatMap((stage) => stage.outs ?? []);
  return {
    file: {
      outs: all.map((one) => ({
        path: one.path,
        md5: one.md5 ?? null,
        size: one.size ?? null,
        files: one.nfiles ?? null,
      })),
    },
    document: reading.document,
  };
}
