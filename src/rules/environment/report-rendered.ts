import type { Confidence, Span } from "../../domain/finding.ts";
import type { ManifestFile } from "../../formats/manifest-file.ts";
import type { Report } from "../define-rule.ts";

/** What more there is helps nobody, and finding the place of each costs time. */
const mostFindings = 100;

/** Reports what stands in a file. What a template renders under a condition only may be there or not, so that it is open. */
export function reportRendered<Data>(file: ManifestFile | null, report: Report<Data>) {
  let count = 0;
  return (place: () => Span, data: Data, confidence?: Confidence): void => {
    count += 1;
    if (count > mostFindings) return;
    const span = place();
    const { line } = span.start;
    const isOpen = file?.conditions.some(([from, to]) => from <= line && line <= to) ?? false;
    if (isOpen) report.indeterminate(`line ${line} of the template is rendered under a condition only`);
    else report(span, data, confidence);
  };
}
