import { countOf } from "../formats/count-of.ts";

/** What a table may be. */
export interface TableLimits {
  /** The header not counted; `null` where it is not limited. */
  readonly maxRows: number | null;
  readonly maxColumns: number;
  /** In UTF-16 code units. */
  readonly maxFieldLength: number;
}

export interface TableCheck {
  /** Takes the next piece of the file. */
  push(piece: Uint8Array): void;
  /** After the last piece: why it is no such table, or `null`. */
  finish(): string | null;
}

/**
 * Checks a table as its bytes come: comma-separated values in UTF-8 with a header, every row as wide as it (RFC 4180). A
 * row is a line, also inside quotes, so that no rows can be hidden in a field. Reasons never tell what is in the table, not
 * even how many rows it has.
 */
export function checkTable(limits: TableLimits): TableCheck {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const state = startScan(limits);
  let objection: string | null = null;

  const read = (piece: Uint8Array | null): void => {
    if (objection !== null) return;
    try {
      objection = scan(state, piece === null ? decoder.decode() : decoder.decode(piece, { stream: true }));
    } catch {
      objection = "is not text in UTF-8";
    }
  };
  return {
    push: read,
    finish() {
      read(null);
      return objection ?? finishScan(state);
    },
  };
}

interface Scan {
  readonly limits: TableLimits;
  /** Where the next character stands in a field. `closing`: after a quote inside quotes, which ends it or stands for one. */
  place: "start" | "plain" | "quoted" | "closing";
  fieldLength: number;
  columns: number;
  headerColumns: number | null;
  /** Lines that hold something, the header's included. */
  lines: number;
  /** Never inside quotes: a line there belongs to the field. */
  isLineEmpty: boolean;
  isAfterReturn: boolean;
}

function startScan(limits: TableLimits): Scan {
  return {
    limits,
    place: "start",
    fieldLength: 0,
    columns: 1,
    headerColumns: null,
    lines: 0,
    isLineEmpty: true,
    isAfterReturn: false,
  };
}

function scan(state: Scan, text: string): string | null {
  for (let index = 0; index < text.length; index += 1) {
    const objection = scanCharacter(state, text.charAt(index));
    if (objection !== null) return objection;
  }
  return null;
}

function scanCharacter(state: Scan, character: string): string | null {
  const isSecondHalf = character === "\n" && state.isAfterReturn;
  state.isAfterReturn = character === "\r";
  if (isSecondHalf) return null;
  if (character === "\n" || character === "\r") return endLine(state);
  if (character === "\0") return "has a zero byte, which no text has";
  state.isLineEmpty = false;
  if (character === '"') return scanQuote(state);
  if (character === "," && state.place !== "quoted") return endField(state);
  if (state.place === "closing") return "has a quoted field with something after its closing quote";
  if (state.place === "start") state.place = "plain";
  state.fieldLength += 1;
  return state.fieldLength > state.limits.maxFieldLength
    ? `has a field of more than ${state.limits.maxFieldLength} characters`
    : null;
}

function scanQuote(state: Scan): string | null {
  if (state.place === "plain") return "has a quote inside a field that is not quoted";
  state.place = state.place === "quoted" ? "closing" : "quoted";
  return null;
}

function endField(state: Scan): string | null {
  state.place = "start";
  state.fieldLength = 0;
  state.columns += 1;
  return state.columns > state.limits.maxColumns ? `has more than ${state.limits.maxColumns} columns` : null;
}

function endLine(state: Scan): string | null {
  const { maxRows } = state.limits;
  if (!state.isLineEmpty) state.lines += 1;
  if (maxRows !== null && state.lines > maxRows + 1) return `has more than ${countOf(maxRows, "row")}`;
  if (state.place === "quoted") return null;

  const columns = state.isLineEmpty ? state.headerColumns : state.columns;
  state.headerColumns ??= columns;
  state.isLineEmpty = true;
  state.place = "start";
  state.fieldLength = 0;
  state.columns = 1;
  return columns === state.headerColumns ? null : "has rows that are not as wide as its header";
}

function finishScan(state: Scan): string | null {
  if (state.place === "quoted") return "ends inside a quoted field";
  const objection = endLine(state);
  if (objection !== null) return objection;
  return state.headerColumns === null ? "is empty: a table has a header at least" : null;
}
