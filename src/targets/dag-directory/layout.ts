import { chmodSync, existsSync, mkdirSync, realpathSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { ConfigError } from "../../domain/errors.ts";

/** Where everything of one namespace lies. All paths are absolute. */
export interface Layout {
  /** The directory that Airflow reads. */
  readonly target: string;
  /** The live tree: a relative symbolic link into `slots`. */
  readonly link: string;
  /** All that is ours and of this namespace. */
  readonly home: string;
  readonly slots: string;
  /** Files on their way into a slot; on the same volume. */
  readonly staging: string;
  /** Signed statements about the releases in the slots, by commit. */
  readonly attestations: string;
  readonly stateFile: string;
  readonly indexFile: string;
  readonly lockFile: string;
  readonly mirror: string;
  /** The mirror while a broken one is made anew. */
  readonly oldMirror: string;
}

/**
 * As a gitignore pattern (Airflow 3) it matches every name of ours, as a regular expression (Airflow 2) everything: Airflow
 * follows links, and would find each slot a second time (https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/dags.html#airflowignore).
 */
const airflowIgnore = "[A-Za-z0-9_.-]*\n";

const namespacePattern = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/;

export function isNamespace(text: string): boolean {
  return namespacePattern.test(text) && text.length <= 200;
}

/** Makes the directories of a namespace where they are missing, readable for everybody whatever the umask. */
export function prepareLayout(options: { path: string; namespace: string; state: string | null }): Layout {
  if (!isNamespace(options.namespace)) {
    throw new ConfigError(
      "namespace",
      `\`${options.namespace}\` cannot be a namespace: use letters, digits, \`.\`, \`_\` and \`-\`.`,
    );
  }
  makeDirectory(options.path);
  const target = realpathSync(options.path);
  const base = options.state ?? join(target, ".countersign");
  makeDirectory(base);
  const root = realpathSync(base);
  if (statSync(root).dev !== statSync(target).dev) {
    throw new ConfigError(
      "--state",
      `${root} is not on the volume of ${target}. Choose a directory on the same volume.`,
    );
  }
  const layout = layoutOf(target, root, options.namespace);
  for (const directory of [layout.home, layout.slots, layout.staging]) makeDirectory(directory);
  hideFromAirflow(root);
  return layout;
}

/** The paths alone, of directories that exist already. */
export function layoutOf(target: string, root: string, namespace: string): Layout {
  const home = join(root, namespace);
  return {
    target,
    link: join(target, namespace),
    home,
    slots: join(home, "slots"),
    staging: join(home, "staging"),
    attestations: join(home, "attestations"),
    stateFile: join(home, "state.json"),
    indexFile: join(home, "index.json"),
    lockFile: join(home, "lock.sqlite"),
    mirror: join(home, "mirror.git"),
    oldMirror: join(home, "mirror.old.git"),
  };
}

/** What the link contains when this slot is live. */
export function linkTextOf(layout: Layout, slot: string): string {
  return relative(layout.target, join(layout.slots, slot));
}

function makeDirectory(path: string): void {
  if (existsSync(path)) return;
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o755);
}

function hideFromAirflow(root: string): void {
  const file = join(root, ".airflowignore");
  if (existsSync(file)) return;
  writeFileSync(file, airflowIgnore);
  chmodSync(file, 0o644);
}
