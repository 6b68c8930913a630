import type { Finding } from "../../domain/finding.ts";
import type { CheckReport } from "../../domain/report.ts";
import { sha256Hex } from "../../formats/sha256.ts";
import { decode, decodeAll, splitName } from "./api.ts";
import { shorten } from "./markers.ts";
import type { GithubOctokit } from "./octokit.ts";
import { type CheckRunWire, checkRunWire } from "./wire.ts";

const aRequest = 50;
/** Twenty requests' worth. The summary is complete on its own, whatever is left out here. */
const mostAnnotations = 1000;

/** Makes the check runs on a commit say what the reports say. Writes only what differs. */
export async function publishChecks(
  octokit: GithubOctokit,
  repository: string,
  sha: string,
  appId: number,
  reports: readonly CheckReport[],
): Promise<void> {
  if (reports.length === 0) return;
  const answer = await octokit.paginate("GET /repos/{owner}/{repo}/commits/{ref}/check-runs", {
    ...splitName(repository),
    ref: sha,
    app_id: appId,
    filter: "latest",
    per_page: 100,
  });
  const ours = decodeAll(checkRunWire, answer, "our check runs").filter((run) => run.app?.id === appId);
  for (const report of reports) {
    const runs = ours.filter((run) => run.name === report.name).toSorted((a, b) => b.id - a.id);
    await publishCheck(octokit, repository, sha, report, runs[0] ?? null);
  }
}

async function publishCheck(
  octokit: GithubOctokit,
  repository: string,
  sha: string,
  report: CheckReport,
  run: CheckRunWire | null,
): Promise<void> {
  const digest = digestOf(report);
  if (run?.external_id === digest.whole && run.status === "completed" && run.conclusion === report.conclusion) return;

  const at = splitName(repository);
  const output = { title: shorten(report.title, 250), summary: shorten(report.summary, 65_000) };
  const end = { status: "completed", conclusion: report.conclusion, external_id: digest.whole } as const;
  if (run && annotationsOf(run) === digest.annotations) {
    await octokit.request("PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}", {
      ...at,
      check_run_id: run.id,
      ...end,
      output,
    });
    return;
  }

  // Annotations can be added to a run but never be taken away, so others need another run; the newest of a name is the one
  // that counts. It is completed with the last batch, so one that was left half done is never taken for whole.
  const batches = toBatches(report.annotations.slice(0, mostAnnotations).map(toAnnotation));
  const [first = [], ...others] = batches;
  const isWhole = others.length === 0;
  const created = decode(
    checkRunWire,
    await octokit.request("POST /repos/{owner}/{repo}/check-runs", {
      ...at,
      name: report.name,
      head_sha: sha,
      ...(isWhole ? end : { status: "in_progress" as const }),
      output: { ...output, annotations: first },
    }),
  );
  for (const [index, annotations] of others.entries()) {
    await octokit.request("PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}", {
      ...at,
      check_run_id: created.id,
      ...(index === others.length - 1 ? end : {}),
      output: { ...output, annotations },
    });
  }
}

/** What is kept in `external_id`: digests of the annotations and of the rest, to see later what differs. */
function digestOf(report: CheckReport): { readonly whole: string; readonly annotations: string } {
  const { annotations, ...rest } = report;
  const ofAnnotations = annotations.length === 0 ? "none" : digest(annotations);
  return { whole: `${ofAnnotations}:${digest(rest)}`, annotations: ofAnnotations };
}

function annotationsOf(run: CheckRunWire): string {
  if (run.output.annotations_count === 0) return "none";
  return run.status === "completed" ? (run.external_id?.split(":")[0] ?? "") : "";
}

function digest(value: unknown): string {
  return sha256Hex(JSON.stringify(value)).slice(0, 32);
}

function toBatches<T>(items: readonly T[]): T[][] {
  const batches: T[][] = [];
  for (let start = 0; start < items.length; start += aRequest) batches.push(items.slice(start, start + aRequest));
  return batches;
}

const levels = { error: "failure", warning: "warning", info: "notice" } as const;

/** GitHub counts the last line and column in, and takes columns only where all is on one line. */
function toAnnotation(finding: Finding) {
  const { start, end } = finding.span;
  const lastLine = end.column === 1 && end.line > start.line ? end.line - 1 : end.line;
  const columns =
    lastLine === start.line && end.line === start.line
      ? { start_column: start.column, end_column: Math.max(end.column - 1, start.column) }
      : {};
  return {
    path: finding.path,
    start_line: start.line,
    end_line: lastLine,
    ...columns,
    annotation_level: levels[finding.severity],
    title: shorten(`${finding.rule} ${finding.name}`, 250),
    message: shorten(`${finding.message}\n${finding.remedy}`, 60_000),
  };
}
