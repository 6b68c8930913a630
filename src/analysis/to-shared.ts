import { packTree } from "../core/inspect/packed-tree.ts";
import { airflowOfNode } from "../rules/structure/airflow-of-node.ts";
import type { InspectionInput, KnownFacts } from "./inspector.ts";
import { nothingKnown, type SharedInput } from "./shared-facts.ts";

/** What all files of an inspection share. */
export function toShared(
  { python, roots = [""], today, severities, known = {}, treeBefore = null }: InspectionInput,
  jobSchemas: SharedInput["jobSchemas"],
): SharedInput {
  const { tree, changed: _, opaque: __, runs: ___, openRequests: ____, ...others } = known;
  return {
    ...nothingKnown,
    jobSchemas,
    ...others,
    tree: tree == null ? null : "changes" in tree ? tree : packTree(tree),
    treeBefore,
    python,
    airflow: airflowOfNode(known.inventory ?? null) === 2 ? 2 : 3,
    roots,
    namespaces: namespacesOf(known),
    today,
    severities,
  };
}

/** Under which names the node has the repository; where it is not known which one it is, any of the node's. */
function namespacesOf({ node, repository }: KnownFacts): readonly string[] {
  const own = `/${repository ?? ""}`.toLowerCase();
  return (node?.repositories ?? [])
    .filter(
      ({ url }) =>
        repository == null ||
        url
          .toLowerCase()
          .replace(/(\.git)?\/*$/, "")
          .endsWith(own),
    )
    .map(({ namespace }) => namespace);
}
