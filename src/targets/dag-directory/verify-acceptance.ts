import type { AcceptancePredicate, Envelope, KeySet, Statement } from "../../domain/attestation.ts";
import { ConfigError } from "../../domain/errors.ts";
import { compareTree } from "../../evidence/compare-tree.ts";
import { verifyStatement } from "../../formats/statement.ts";
import { compareRepository, type StatedRepository } from "./compare-repository.ts";
import { comparePlaces, flawOf, type PlaceFlaw } from "./place-flaw.ts";
import type { Place } from "./read-place.ts";
import { verifyControllers } from "./verify-controllers.ts";
import type { ExpectedPlace, PlaceVerdict } from "./verify-place.ts";

interface NodeRecord {
  readonly envelope: Envelope;
  readonly statement: Statement<AcceptancePredicate>;
}

/**
 * Checks what a node says of a tree that it accepted itself: the files, its own signature where its key is pinned, and the
 * controllers' signatures against the keys in the node's file. Throws `ConfigError` where those keys are not named.
 */
export function verifyAcceptance(
  place: Place,
  { envelope, statement }: NodeRecord,
  keySet: KeySet,
  expected: ExpectedPlace,
): Omit<PlaceVerdict, "release" | "acceptance"> {
  const { predicate } = statement;
  const { trusted } = expected;
  const own = verifyOwn(place, envelope, keySet, expected);
  const tree = compareTree(place.slot, statement);
  const flaws: PlaceFlaw[] = [...own.flaws, ...compareBasis(predicate, expected)];
  const stated = { ...predicate, commit: predicate.landed.commit };
  flaws.push(...comparePlaces(place, stated, expected), ...compareRepository(repositoryOf(predicate), expected));
  if (tree.tree !== null && tree.tree !== predicate.landed.tree) {
    const message = `The files are those of the tree ${tree.tree}, and what was accepted is the tree ${predicate.landed.tree}.`;
    flaws.push(flawOf("other-tree", message));
  }

  const signed = predicate.evidence?.basis === "controller-signatures";
  if (signed && trusted === undefined) {
    const message =
      "It was accepted on the signatures of controllers, whose keys stand in the node's file: name it with --node, or in COUNTERSIGN_NODE_FILE.";
    throw new ConfigError("--node", message);
  }
  const controllers = signed && trusted !== undefined ? verifyControllers(predicate, trusted) : null;
  flaws.push(...(controllers?.flaws ?? []));
  const isProved = own.keys.length > 0 || controllers?.signsTree === true;
  if (!isProved && expected.acceptsUnsigned !== true) flaws.push(flawOf("unsigned", describeUnsigned(predicate)));
  const proof = [
    ...(controllers?.proof ?? []),
    own.keys.length > 0
      ? "what the node says of it is signed with its pinned key"
      : "what the node says of it is not proved: no pinned key signed it",
  ];
  const verdict = { proof, keys: own.keys, sound: tree.sound, flaws: [...flaws, ...tree.flaws] };
  return controllers === null ? verdict : { ...verdict, signedBy: controllers.signedBy };
}

function verifyOwn(place: Place, envelope: Envelope, keySet: KeySet, { trusted }: ExpectedPlace) {
  if (envelope.signatures.length === 0 || keySet.keys.length === 0) return { keys: [], flaws: [] };
  const ofService = new Set(trusted?.serviceKeys.map(({ keyid }) => keyid));
  const keys = keySet.keys.filter(({ keyid }) => !ofService.has(keyid)); // what the service says is not the node's word
  const verdict = verifyStatement(envelope, { version: 1, keys });
  return verdict.isValid
    ? { keys: verdict.keys, flaws: [] }
    : { keys: [], flaws: [flawOf(verdict.flaw, `${place.attestationFile}: ${verdict.message}.`)] };
}

function compareBasis({ basis, evidence }: AcceptancePredicate, { trusted }: ExpectedPlace): readonly PlaceFlaw[] {
  const trust = trusted?.trust ?? null;
  const used = evidence?.basis ?? basis;
  if (trust === null || used === "restores" || trust.accept.includes(used)) return [];
  return [flawOf("other-basis", `It was accepted by ${used}, which the node's file does not accept.`)];
}

/** The reviews that the node read are of a repository with an id; of what controllers signed, host and path are all that is said. */
function repositoryOf({ repository, evidence }: AcceptancePredicate): StatedRepository {
  const slash = repository.indexOf("/");
  const key = evidence?.review?.repository.key ?? null;
  return { key, host: repository.slice(0, slash), name: repository.slice(slash + 1) };
}

function whatIsUnproved({ basis, evidence }: AcceptancePredicate): string {
  switch (evidence?.basis ?? basis) {
    case "controller-signatures":
      return "The controllers signed the change, and that this tree is its clean merge is said by the node alone";
    case "reviews":
      return "What the reviews were is said by the node alone";
    default:
      return "Why it was accepted is said by the node alone";
  }
}

function describeUnsigned(predicate: AcceptancePredicate): string {
  return `${whatIsUnproved(predicate)}, by no key that is pinned: whoever may write here may have written it. Give the node a key (COUNTERSIGN_KEY_PASSPHRASE) and pin that with --keys, or take its word with --accept-unsigned.`;
}
