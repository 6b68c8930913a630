import type { LintFilter } from "./filter.ts";

/** `"plain text" % locals()` is allowed: Python takes a mapping even where the format uses nothing of it. */
export const percentWithoutPlaces: LintFilter = {
  name: "percent-without-places",
  codes: ["F507"],
  summary: "A format without places may get a mapping, which is what a call or a name can be.",
  drops: ({ message }) => (/\b0 placeholder\(s\) but 1 /.test(message) ? "it may get a mapping" : null),
};
