import type { Publication } from "../domain/publication.ts";
import type { DeclaredOutput, Run } from "../domain/run.ts";
import { countOf } from "../formats/count-of.ts";
import { fileNameOf } from "../formats/relative-path.ts";
import { code } from "./render/markdown.ts";

export interface PublicationPlan {
  /** Short name of the branch on which the results are proposed. */
  readonly branch: string;
  /** Of the `.dvc` file in the repository. DVC pulls the results into a directory beside it, without the `.dvc`. */
  readonly dvcPath: string;
}

const branchPrefix = "countersign/results/";
const longestShortName = 40;

/**
 * Where the results of a run are proposed. A run's id can be computed by others, who could take its branch beforehand: `secret` is
 * random, and makes the branch one that only we can have made.
 */
export function planPublication(run: Pick<Run, "id" | "path">, secret: string): PublicationPlan {
  return { branch: `${branchPrefix}${run.id}-${secret}`, dvcPath: `results/${shortName(run.path)}/${run.id}.dvc` };
}

/** `jobs/cohort/Size by region.yml` is `cohort-size-by-region`: lower case, no more than 40 characters, never empty. */
function shortName(path: string): string {
  const name = path
    .replace(/^jobs\//, "")
    .replace(/\.[^./]*$/, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, longestShortName)
    .replace(/^-+|-+$/g, "");
  return name === "" ? "job" : name;
}

/**
 * The text of the `.dvc` file: one digest, of a directory that holds a random salt. Neither sizes nor the number of files,
 * which DVC does not need and from which small tables could be guessed
 * (https://dvc.org/doc/user-guide/project-structure/dvc-files).
 */
export function renderDvcFile(publication: Pick<Publication, "directory" | "dvcPath">): string {
  return `outs:\n- md5: ${publication.directory.md5}\n  hash: md5\n  path: ${outputName(publication.dvcPath)}\n`;
}

/** Title and body (Markdown) of the change that asks for the publication of a run's results. */
export function resultChangeText(
  run: Run,
  publication: Pick<Publication, "directory" | "dvcPath">,
): { readonly title: string; readonly body: string } {
  return {
    title: `Publish the results of ${oneLine(run.request.title)}`,
    body: [
      `The run ${code(run.id)} succeeded. This change asks that its results be published.`,
      "",
      `- **Asked for by** ${code(run.requester.login)} in ${changeOf(run)}, with ${code(run.path)}`,
      `- **Purpose** ${code(run.request.purpose)}`,
      `- **Code** ${code(run.commit)}`,
      `- **Digest** ${code(publication.directory.md5)}`,
      "",
      "**What is in it** (as the job request declares it, and nothing else)",
      "",
      ...run.request.outputs.map(describeOutput),
      "",
      `**What to do now**: a data controller looks at the results in the node's internal storage (${code(`dvc pull --remote <internal> ${publication.dvcPath}`)}), and approves this change, or says here what must be different. ` +
        "Nothing is published before it is approved and merged; then exactly these objects are copied to the publication remote.",
    ].join("\n"),
  };
}

function describeOutput(output: DeclaredOutput): string {
  const rows = output.maxRows === null ? "" : `, at most ${countOf(output.maxRows, "row")}`;
  return `- ${code(output.path)} (${output.kind}${rows})`;
}

function changeOf(run: Run): string {
  if (run.change === 0) return "a direct push";
  return run.repository.forge === "gitlab" ? `!${run.change}` : `#${run.change}`;
}

function outputName(dvcPath: string): string {
  return fileNameOf(dvcPath).replace(/\.dvc$/, "");
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").replace(/@/g, "@\u200b").trim().slice(0, 200);
}
