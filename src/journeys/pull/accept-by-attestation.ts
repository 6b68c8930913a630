import type { Step } from "../../core/find-landing.ts";
import { shortSha } from "../../core/render/markdown.ts";
import type { Envelope, ReleasePredicate, Statement } from "../../domain/attestation.ts";
import { repositoryKey } from "../../domain/identity.ts";
import { verifyStatement } from "../../formats/statement.ts";
import { digestFiles } from "../digest-files.ts";
import type { Attempt, PullPorts, Scene } from "./ports.ts";

type Ports = Pick<PullPorts, "node" | "targets" | "serviceKeys" | "readAttestations" | "store">;

/**
 * Whether the service, by its pinned key, says of one of these steps that it was released to each target of this node. The
 * newest such step is taken: what it says is about a whole tree.
 */
export async function acceptByAttestation(
  ports: Ports,
  scene: Scene,
  steps: readonly [Step, ...Step[]],
): Promise<Attempt> {
  const attested = new Map<string, Map<string, Envelope>>();
  const why = new Set<string>();
  for (const envelope of await ports.readAttestations(scene.repository)) {
    const verdict = verifyStatement(envelope, { version: 1, keys: ports.serviceKeys });
    if (!verdict.isValid) {
      why.add(`An attestation of the service is not accepted: ${verdict.message}.`);
      continue;
    }
    if (verdict.content.kind !== "release") continue;
    const { statement } = verdict.content;
    const { landed, target } = statement.predicate;
    const step = steps.find(({ sha }) => sha === landed.commit);
    if (step === undefined) continue; // of an earlier landing, or of another branch
    const objection = objectToRelease(ports, scene, step, statement) ?? (await objectToFiles(ports, scene, statement));
    if (objection !== null) {
      why.add(`The attestation of ${shortSha(landed.commit)} for ${target} ${objection}.`);
      continue;
    }
    attested.set(step.sha, (attested.get(step.sha) ?? new Map<string, Envelope>()).set(target, envelope));
  }

  const last = steps.findLast(({ sha }) => ports.targets.every(({ name }) => attested.get(sha)?.has(name) === true));
  if (last === undefined || ports.targets.length === 0) {
    return { accepted: null, why: [...why, "The service attests no release of it to each target of this node."] };
  }
  const { sha: commit, tree } = last;
  const reason = "the service attests that it was approved; nobody else was asked";
  const basis = "service-attested";
  const evidence = { commit, before: null, basis, signatures: [], review: null } as const;
  const envelopes = attested.get(commit) ?? new Map<string, Envelope>();
  return { accepted: { commit, tree, basis, reason, by: [], head: null, evidence, envelopes } };
}

/** Continues "the attestation …"; `null` when it is about exactly this. */
function objectToRelease(
  { node }: Ports,
  { repository, place, ref }: Scene,
  step: Step,
  { predicate }: Statement<ReleasePredicate>,
): string | null {
  const { forge, landed } = predicate;
  if (predicate.node !== node.node) return `is for the node ${predicate.node}`;
  if (predicate.namespace !== repository.namespace) return `is for the namespace ${predicate.namespace}`;
  if (!place.endsWith(`/${predicate.repository.name.toLowerCase()}`)) return `is for ${predicate.repository.name}`;
  if (repository.id !== undefined && predicate.repository.key !== repositoryKey({ forge, id: repository.id })) {
    return `is for the repository ${predicate.repository.key}`;
  }
  if (predicate.baseRef !== ref) return `is for ${predicate.baseRef}`;
  return landed.tree === step.tree ? null : "names another tree";
}

/** The files are compared, not only git's id of the tree, whose SHA-1 is weak. */
async function objectToFiles(
  { store }: Ports,
  { mirror }: Scene,
  { subject, predicate }: Statement<ReleasePredicate>,
): Promise<string | null> {
  const files = await digestFiles(store, mirror, predicate.landed.tree);
  const executable = new Set(predicate.executable);
  const told = [
    ...subject.map(({ name, digest }) => ({
      path: name,
      mode: executable.has(name) ? "100755" : "100644",
      content: digest.sha256 ?? "",
    })),
    ...predicate.links.map(({ path, to }) => ({ path, mode: "120000", content: to })),
  ];
  const wanted = new Map(told.map((file) => [file.path, file]));
  for (const { path, mode, content } of files) {
    const known = wanted.get(path);
    if (known?.mode !== mode || known.content !== content) return `does not fit the file ${JSON.stringify(path)}`;
  }
  return wanted.size === files.length ? null : "tells of files that are not there";
}
