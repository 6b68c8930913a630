import { constants, lstat, open } from "node:fs/promises";
import { z } from "zod";
import type { RunPaths } from "./inbox-paths.ts";
import { exists, isCode } from "./write-request.ts";

/** What the node's program says of a run, or why that cannot be used. */
export type SaidState =
  | { readonly kind: "unknown" }
  | { readonly kind: "in-inbox" }
  | { readonly kind: "silent" }
  /** It shall end, and never reached the node. */
  | { readonly kind: "kept-back" }
  | { readonly kind: "said"; readonly state: z.infer<typeof stateFile>["state"] }
  | { readonly kind: "unusable"; readonly reason: string };

const maxStateBytes = 64 * 1024;

/** docs/schemas/inbox-state.schema.json */
const stateFile = z.object({
  version: z.literal(1),
  run: z.string().optional(),
  state: z.enum(["queued", "running", "succeeded", "failed", "cancelled"]),
  detail: z.string().optional(),
  at: z.iso.datetime({ offset: true }),
});

/** Reads what there is of a run. The reasons tell what is wrong with the file, and never what is in it. */
export async function readState(paths: RunPaths, run: string): Promise<SaidState> {
  if (await exists(paths.request)) return { kind: "in-inbox" };
  const directory = await lstatOrNull(paths.directory);
  if (!directory) return { kind: (await exists(paths.cancellation)) ? "kept-back" : "unknown" };
  if (!directory.isDirectory()) return unusable("its place in runs/ is no directory");

  const text = await readStateText(paths.state);
  if (text.kind !== "text") return text;
  return decodeState(text.text, run);
}

function decodeState(text: string, run: string): SaidState {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return unusable("it is no whole JSON document (write it elsewhere, then rename it)");
  }
  const decoded = stateFile.safeParse(json);
  if (!decoded.success) {
    const keys = new Set(decoded.error.issues.map((issue) => String(issue.path[0] ?? "the document")));
    return unusable(`it does not follow the schema at: ${[...keys].sort().join(", ")}`);
  }
  if (decoded.data.run !== undefined && decoded.data.run !== run) return unusable("it names another run");
  return { kind: "said", state: decoded.data.state };
}

type StateText = { readonly kind: "text"; readonly text: string } | { readonly kind: "silent" } | SaidState;

/** Neither follows a link nor waits for a pipe. */
async function readStateText(path: string): Promise<StateText> {
  let file: Awaited<ReturnType<typeof open>>;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (isCode(error, "ENOENT")) return { kind: "silent" };
    if (isCode(error, "ELOOP")) return unusable("it is a link");
    return unusable(`it cannot be read (${error instanceof Error && "code" in error ? error.code : "unknown error"})`);
  }
  try {
    if (!(await file.stat()).isFile()) return unusable("it is no regular file");
    const { bytesRead, buffer } = await file.read(Buffer.alloc(maxStateBytes + 1), 0, maxStateBytes + 1, 0);
    if (bytesRead > maxStateBytes) return unusable(`it has more than ${maxStateBytes} bytes`);
    return { kind: "text", text: buffer.toString("utf8", 0, bytesRead) };
  } finally {
    await file.close();
  }
}

async function lstatOrNull(path: string) {
  try {
    return await lstat(path);
  } catch (error) {
    if (isCode(error, "ENOENT")) return null;
    throw error;
  }
}

function unusable(reason: string): SaidState {
  return { kind: "unusable", reason };
}
