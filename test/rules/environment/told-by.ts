import { inspectTexts } from "../../analysis/inspect-texts.ts";

export interface More {
  readonly path?: string;
  readonly options?: Readonly<Record<string, unknown>>;
}

/** What one rule says of a file: each finding as `line:column message`, what it leaves open as `open: reason`. */
export async function toldBy(rule: string, text: string, { path = "argocd/a.yaml", options }: More = {}) {
  const severities = options === undefined ? {} : { [rule]: { severity: null, options } };
  const { findings, indeterminate, unread } = await inspectTexts({ files: [{ path, text }], severities });
  if (unread.length > 0) throw new Error(JSON.stringify(unread));
  return [
    ...findings
      .filter((one) => one.rule === rule)
      .map(({ span, message }) => `${span.start.line}:${span.start.column} ${message}`),
    ...indeterminate.filter((one) => one.rule === rule).map(({ reason }) => `open: ${reason}`),
  ];
}
