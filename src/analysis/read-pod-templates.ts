import { folderOf, pathFrom } from "../formats/relative-path.ts";
import type { CodeFacts, CodeValue } from "../python/code/code-facts.ts";
import { quoteCode } from "../rules/security/code-values.ts";
import { containerSettings } from "../rules/security/container-settings.ts";
import { pathOf } from "../rules/security/path-text.ts";
import type { PodTemplate, SharedFacts } from "../rules/subject.ts";
import type { TreeListing } from "../rules/tree-listing.ts";
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
        const place = facts.tree === null ? null : locate(written, path, facts.tree);
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

/**
 * The file of the repository that a path on the node stands for: below any folder, as the repository's place there is not known, or
 * beside the DAG file. Of an absolute path more than the name must be the same.
 */
function locate(written: string, path: string, tree: TreeListing): string | null {
  const known = written.slice(written.lastIndexOf("\uFFFC") + 1);
  const steps = known.split("/").filter((step) => step !== "" && step !== ".");
  const folder = folderOf(path);
  const least = written.startsWith("/") && steps.length > 1 ? 2 : 1;
  for (let from = Math.max(0, steps.length - 20); from <= steps.length - least; from += 1) {
    const rest = steps.slice(from).join("/");
    const places = [pathFrom(folder, rest), pathFrom("", rest)];
    const found = places.find((place) => place !== null && tree.find(place)?.mode.startsWith("100"));
    if (found != null) return found;
  }
  return null;
}
