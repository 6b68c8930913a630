import type { CodeFacts, CodeValue } from "../python/code/code-facts.ts";
import { quoteCode } from "../rules/security/code-values.ts";
import { containerSettings } from "../rules/security/container-settings.ts";
import { pathOf } from "../rules/security/path-text.ts";
import type { PodTemplate, SharedFacts } from "../rules/subject.ts";
import { locateNamed } from "./locate-named.ts";
import type { Beside } from "./open-beside.ts";

/** More than the tasks of one file have. */
const mostTemplates = 50;

/** No pod that people write comes near it. In characters. */
const longest = 64 * 1024;

/** What the tasks of a file name as `pod_template_file`, read from the repository. */
export async function readPodTemplates(
  code: CodeFacts,
  path: string,
  { facts, beside }: { readonly facts: Pick<SharedFacts, "tree">; readonly beside: Beside },
): Promise<readonly PodTemplate[]> {
  const named = containerSettings(code).filter(
    ({ key, value }) => key === "pod_template_file" && !(value.kind === "constant" && value.value === null),
  );
  if (named.length === 0) return [];
  const byPath = new Map(named.toReversed().map(({ value, span }) => [plainPath(value), span])); // the first of each
  return beside.whileAsking(() =>
    Promise.resolve(
      [...byPath].map(([written, span], index): PodTemplate => {
        if (written === null)
          return { span, unknown: "which file a task takes as its pod's template is known only when it runs" };
        if (index >= mostTemplates) return { span, unknown: "it names more templates of pods than are looked at" };
        const place = facts.tree === null ? null : locateNamed(written, path, facts.tree);
        const text = place === null ? null : beside.readText(place);
        if (text !== null && text.length <= longest) return { span, text };
        const why = place === null ? "is not found in the repository" : "cannot be read";
        return { span, unknown: `${quoteCode(written)}, which a task takes as its pod's template, ${why}` };
      }),
    ),
  );
}

/** `null` where its name is not wholly known. */
function plainPath(value: CodeValue): string | null {
  const written = pathOf(value);
  return written === null || /\uFFFC$|\{\{|\/$/.test(written) ? null : written;
}
