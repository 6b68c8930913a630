import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { GeneratedFile } from "./generate-rules-index.ts";

/** A small repository with a change that a reviewer would send back. */
const before = {
  "dags/nightly.py": `from datetime import datetime

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

with DAG("nightly", schedule="0 3 * * *", start_date=datetime(2026, 1, 1), catchup=False):
    load = BashOperator(task_id="load", bash_command="load.sh")
    report = BashOperator(task_id="report", bash_command="report.sh")
    load >> report
`,
};
const after = {
  "dags/cohort.py": `from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG, Param

with DAG("cohort_size", schedule=None, params={"min_age": Param(18, type="integer"), "region": "north"}):
    count = BashOperator(task_id="count", bash_command="count.sh {{ params.region }}")
    publish = BashOperator(task_id="publish", bash_command="publish.sh", env={"PGPASSWORD": "hunter2-but-longer"})
    count >> publish
`,
  "jobs/cohort.yml": `version: 1
title: Cohort size by region
engine: { airflow: { dag_id: cohort_size } }
parameters: { min_aeg: 18 }
outputs: [{ path: counts.csv, kind: table, max_rows: 500 }]
purpose: Service evaluation of regional uptake
expires: 2099-12-31
`,
};

/** What `countersign check --base main` prints in colours of that change, as a picture for the README. */
export function drawCheck(root: string): GeneratedFile {
  const repository = mkdtempSync(join(tmpdir(), "countersign-picture-"));
  try {
    const git = (...args: readonly string[]) => execFileSync("git", args, { cwd: repository, stdio: "ignore" });
    git("init", "--quiet", "--initial-branch=main");
    writeAll(repository, before);
    git("add", "--all");
    git("-c", "user.name=Ada", "-c", "user.email=ada@acme.example", "commit", "--quiet", "--message=What is live");
    writeAll(repository, after);
    const { NO_COLOR: _, ...environment } = process.env;
    const { stdout, stderr } = spawnSync(process.execPath, [join(root, "src/main.ts"), "check", "--base", "main"], {
      cwd: repository,
      env: { ...environment, FORCE_COLOR: "1" },
      encoding: "utf8",
    });
    if (stdout === "") throw new Error(`the check printed nothing: ${stderr}`);
    return {
      path: "docs/check.svg",
      text: drawTerminal(["$ countersign check --base main", ...stdout.trimEnd().split("\n")]),
    };
  } finally {
    rmSync(repository, { recursive: true });
  }
}

function writeAll(directory: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
}

const size = { character: 7.8, line: 19, margin: 18, columns: 124 };

/** Colours of a terminal by their numbers, as they can be read on dark ground. */
const colours: Readonly<Record<string, string>> = {
  "1": 'fill="#f0f6fc" font-weight="bold"',
  "2": 'fill="#7d8590"',
  "1;31": 'fill="#ff7b72" font-weight="bold"',
  "1;32": 'fill="#56d364" font-weight="bold"',
  "1;33": 'fill="#e3b341" font-weight="bold"',
  "1;34": 'fill="#79c0ff" font-weight="bold"',
};

function drawTerminal(lines: readonly string[]): string {
  const wrapped = lines.flatMap(wrap);
  const width = Math.round(size.columns * size.character + 2 * size.margin);
  const height = wrapped.length * size.line + 2 * size.margin;
  const rows = wrapped
    .map((line, n) => drawLine(line, size.margin + (n + 0.75) * size.line))
    .filter((row) => row !== "");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="countersign check, with findings on their lines">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13" fill="#c9d1d9" xml:space="preserve">
${rows.join("\n")}
</g>
</svg>
`;
}

interface Piece {
  readonly style: string;
  readonly text: string;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what colours begin with
const styled = /\u001b\[([\d;]+)m(.*?)\u001b\[0m|([^\u001b]+)/g;

function piecesOf(line: string): readonly Piece[] {
  return [...line.matchAll(styled)].map(([, style = "", inside, plain]) => ({ style, text: inside ?? plain ?? "" }));
}

/** Long lines go on below, as in a terminal, but between words. */
function wrap(line: string): readonly (readonly Piece[])[] {
  const rows: Piece[][] = [[]];
  let column = 0;
  for (const { style, text } of piecesOf(line)) {
    for (const word of text.split(/(?<= )/)) {
      if (column + word.trimEnd().length > size.columns) {
        rows.push([{ style: "", text: "     " }]);
        column = 5;
      }
      rows.at(-1)?.push({ style, text: word });
      column += word.length;
    }
  }
  return rows.map(joinPieces);
}

function joinPieces(pieces: readonly Piece[]): readonly Piece[] {
  const joined: Piece[] = [];
  for (const { style, text } of pieces) {
    const last = joined.at(-1);
    if (last?.style === style) joined[joined.length - 1] = { style, text: last.text + text };
    else joined.push({ style, text });
  }
  return joined;
}

/** Each piece has its place and length, so that carets stand below their code in any font. */
function drawLine(pieces: readonly Piece[], y: number): string {
  let column = 0;
  const spans = pieces.map(({ style, text }) => {
    const shown = text.trim();
    const x = (size.margin + (column + text.indexOf(shown)) * size.character).toFixed(1);
    column += text.length;
    if (shown === "") return "";
    const length = (shown.length * size.character).toFixed(1);
    const looks = colours[style] === undefined ? "" : ` ${colours[style]}`;
    return `<text x="${x}" y="${y}" textLength="${length}"${looks}>${escapeXml(shown)}</text>`;
  });
  return spans.join("");
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
