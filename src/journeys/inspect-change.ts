import type { InspectionInput } from "../analysis/inspector.ts";
import type { AskNode } from "../analysis/look-around.ts";
import { openTree, type WholeTree } from "../core/inspect/tree-listing.ts";
import { policyFindings, policyNotes } from "../core/policy-findings.ts";
import type { FileProblem } from "../domain/file-problem.ts";
import type { Inspection } from "../domain/finding.ts";
import { type ObjectReader, openObjectReader } from "../git/object-reader.ts";
import { kindsFor, listRoots } from "../policy/kind-of.ts";
import { organisationPolicyPath } from "../predicates/protected-paths.ts";
import { factsOfMoment, type Moment } from "./facts-of-moment.ts";
import { filesOfTree } from "./files-of-tree.ts";
import type { GatheredChange } from "./gather-change.ts";
import { factsOfChange, pathsOfChange } from "./known-of-change.ts";
import { isPolicyRepository, organisationPlace } from "./organisation-place.ts";
import type { JourneyPorts } from "./ports.ts";
import { readChangedFiles } from "./read-changed-files.ts";
import { readDeclaredOfChange } from "./read-declared-of-change.ts";
import { isPolicyPath, type PolicyPorts, readPolicyAt } from "./read-policy-at.ts";
import { readContext, readSurroundings } from "./read-surroundings.ts";

interface InspectWhen {
  readonly moment?: Moment | null;
  readonly whenRead?: (end: Promise<unknown>) => void;
  /** Asks what the node has of DAGs; it is told whether all DAGs of the repository itself are known. */
  readonly askNode?: ((isWhole: boolean) => AskNode) | undefined;
}

export type InspectPorts = PolicyPorts & Pick<JourneyPorts, "inspector" | "indexes" | "node">;

/**
 * Runs the rules on the files of a change, as they are in its head. It costs what the change has, and not what the repository has:
 * a few git processes read it. `whenRead`, where it is given, gets the end of what makes another look worth while;
 * without a `moment` nothing is said of what is so just now, and of no matter for what landed.
 */
export async function inspectChange(
  ports: InspectPorts,
  gathered: GatheredChange,
  { moment = null, whenRead = () => {}, askNode }: InspectWhen = {},
): Promise<Inspection> {
  const objects = openObjectReader(gathered.mirror);
  try {
    const { files, unread, removed } = await readChangedFiles(gathered, objects);
    const facts = factsOfChange(gathered, ports.node);
    const settings = {
      python: ports.node?.python ?? "3.12",
      roots: listRoots(kindsFor(gathered.policy)),
    };
    const around = await readSurroundings(ports, gathered, { ...settings, known: facts }, objects);
    if (around.whenRead !== null) whenRead(around.whenRead);
    const tree = openTree(around.merged.tree);
    const input: InspectionInput = {
      ...settings,
      files,
      removed,
      context: await readContext(around, gathered, files, objects),
      rest: around.rest,
      known: {
        ...facts,
        tree: around.merged.tree,
        changed: pathsOfChange(gathered, tree, await readLinks(gathered, tree, objects)),
        declared: await readDeclaredOfChange(tree, files, objects),
        ...(moment === null ? {} : await factsOfMoment(gathered, moment, objects)),
      },
      severities: gathered.policy.state === "valid" ? gathered.policy.policy.rules : {},
      today: ports.clock.now().toISOString().slice(0, 10),
      ...(askNode === undefined ? {} : { askNode: askNode(around.whenRead === null) }),
    };
    const inspection = await ports.inspector.inspect(input, filesOfTree(objects, around.merged.id ?? ""));
    const ofPolicy = await inspectPolicy(ports, gathered);
    return {
      ...inspection,
      findings: [...inspection.findings, ...ofPolicy],
      unread: [...inspection.unread, ...unread],
    };
  } finally {
    objects.close();
  }
}

/** A change that brings a policy is told what is wrong with it, or hardly meant; which policy it is judged by is another matter. */
async function inspectPolicy(ports: PolicyPorts, { mirror, change, told }: GatheredChange) {
  const { repository } = told.ref;
  const keepsOrganisations = isPolicyRepository(repository);
  const touched = change.files.items
    .filter(({ status }) => status !== "removed")
    .map(({ path }) => path)
    .filter((path) => isPolicyPath(path) || (keepsOrganisations && path === organisationPolicyPath));
  if (touched.length === 0) return [];
  const source = await readPolicyAt(ports, repository, mirror, change.head.sha);
  const { name, path } = organisationPlace(repository);
  const inTouched = (told: readonly FileProblem[]) =>
    told
      .map((one) => (keepsOrganisations && one.path === name ? { ...one, path } : one))
      .filter((one) => touched.includes(one.path)); // what is above it, it cannot mend
  if (source.state === "invalid") return policyFindings(inTouched(source.problems));
  return source.state === "valid" ? policyNotes(inTouched(source.notes ?? [])) : [];
}

/** Git has no longer path to point to. */
const maxLinkBytes = 4096;

/** Where the symbolic links of a change point to, by their paths. */
async function readLinks({ change }: GatheredChange, tree: WholeTree, objects: ObjectReader) {
  const links = new Map<string, string>();
  for (const { path, mode } of change.files.items) {
    const file = mode === "120000" ? tree.find(path) : null;
    if (file?.mode !== "120000" || file.oid == null || (file.size ?? 0) > maxLinkBytes) continue;
    links.set(path, (await objects.read(file.oid, maxLinkBytes)).toString("utf8"));
  }
  return links;
}
