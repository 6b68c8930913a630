import type { SimChange, SimPosition, SimRepository } from "../model/types.ts";
import { readDiffs, shownLines } from "./diffs.ts";
import { badRequest, integer, text } from "./http.ts";

/**
 * The position of a new thread on a line, refused as GitLab does unless it names a version's three shas and a line that the
 * diff shows: an added line by `new_line` alone, a removed one by `old_line` alone, an unchanged one by both.
 * Source: https://docs.gitlab.com/api/discussions/#create-a-new-thread-in-the-merge-request-diff
 */
export async function readPosition(
  repository: SimRepository,
  change: SimChange,
  given: unknown,
): Promise<SimPosition | null> {
  if (given === undefined || given === null) return null;
  if (typeof given !== "object") throw badRequest("position is invalid");
  const params = Object.fromEntries(Object.entries(given));
  const [baseSha, startSha, headSha] = ["base_sha", "start_sha", "head_sha"].map((name) => text(params, name) ?? "");
  const version = change.versions.find(
    (one) => one.sha === headSha && one.mergeBaseSha === baseSha && one.baseSha === startSha,
  );
  if (version === undefined) throw badRequest('400 Bad request - Note {:position=>["is incomplete"]}');
  const [oldLine, newLine] = [integer(params, "old_line"), integer(params, "new_line")];
  const [previousPath, path] = [text(params, "old_path") ?? "", text(params, "new_path") ?? ""];
  const diffs = await readDiffs(repository.directory, version.mergeBaseSha, version.sha);
  const file = diffs.find(
    (one) => one.new_path === path && one.old_path === (previousPath === "" ? path : previousPath),
  );
  const isShown = shownLines(file?.diff ?? "").some((one) => one.oldLine === oldLine && one.newLine === newLine);
  if (!isShown)
    throw badRequest('400 Bad request - Note {:line_code=>["can\'t be blank", "must be a valid line code"]}');
  return {
    path,
    previousPath: previousPath === "" ? path : previousPath,
    side: newLine === null ? "old" : "new",
    line: newLine ?? oldLine,
    startLine: null,
    startSide: null,
    oldLine,
    newLine,
    baseSha: version.mergeBaseSha,
    startSha: version.baseSha,
    headSha: version.sha,
    isWholeFile: false,
  };
}
