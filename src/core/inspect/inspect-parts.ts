import { dependencyFormOf } from "../../formats/dependency-file-name.ts";
import { isDockerfileName } from "../../formats/dockerfile-name.ts";
import { fileNameOf } from "../../formats/relative-path.ts";

/** Larger files are not read. No DAG, job request or result file that people write comes near it. In bytes. */
export const maxFileBytes = 5 * 1024 * 1024;

/** Which readers a file goes through, by its kind and name. */
export interface FileParts {
  readonly python: boolean;
  /** Python that no kind calls a DAG: a DAG may import it, or run it. What its code does is looked at, and no more. */
  readonly code: boolean;
  readonly job: boolean;
  readonly dvc: "file" | "lock" | null;
  /** YAML (or JSON) for a cluster: manifests, Helm charts, Argo CD; among DAGs and plugins templates of pods. */
  readonly manifests: boolean;
  readonly dockerfile: boolean;
  /** A list of Python packages: a requirements file or `pyproject.toml`. */
  readonly dependencies: boolean;
  /** `countersign.node.yml`. */
  readonly nodeFile: boolean;
  /** A file of this kind must be read: one that cannot be is `unread`. */
  readonly isGoverned: boolean;
}

/** Tells what a file is by its kind (as the policy names it) and its name. */
export function partsOf(path: string, kind: string): FileParts {
  const name = fileNameOf(path);
  return {
    python: kind === "dag" && name.endsWith(".py"),
    code: kind !== "dag" && name.endsWith(".py"),
    job: kind === "job" && /\.ya?ml$/.test(name),
    dvc: kind !== "result" ? null : name.endsWith(".dvc") ? "file" : name === "dvc.lock" ? "lock" : null,
    manifests:
      (kind === "node" || kind === "dag" || (kind === "other" && mightBePodTemplate(path))) &&
      /\.(?:ya?ml|json)$/.test(name) &&
      !isNodeFileName(name),
    dockerfile: isDockerfileName(name),
    dependencies: dependencyFormOf(path) !== null,
    nodeFile: isNodeFileName(name),
    isGoverned: kind !== "other",
  };
}

/** Where a task's `pod_template_file` lies, which policies seldom give a kind. */
function mightBePodTemplate(path: string): boolean {
  return /(?:^|\/)(?:dags|plugins)\/|pod[-_]?template/i.test(path);
}

function isNodeFileName(name: string): boolean {
  return name === "countersign.node.yml" || name === "countersign.node.yaml";
}
