import type { RepositoryKey } from "../../domain/identity.ts";
import { flawOf, type PlaceFlaw } from "./place-flaw.ts";
import type { ExpectedPlace } from "./verify-place.ts";

/** A repository as the evidence names it. */
export interface StatedRepository {
  /** The forge's id, which no rename or transfer changes; `null` where it is not said. */
  readonly key: RepositoryKey | null;
  /** `null`: the service says none. */
  readonly host: string | null;
  /** Path on the host, such as `acme/study`. */
  readonly name: string;
}

/** By an id, the id alone is asked; else the name, or one that it had before, must be the very one. */
export function compareRepository(
  stated: StatedRepository,
  { repository: given, formerly = [], trusted }: Pick<ExpectedPlace, "repository" | "formerly" | "trusted">,
): readonly PlaceFlaw[] {
  const isById = given !== null && /^(github|gitlab):\d+$/.test(given);
  if (isById && stated.key !== null) return given === stated.key ? [] : [flawOf(code, describe(stated, given))];
  if (formerly.some((name) => isCalled(stated, name))) return [];
  const inFile = trusted === undefined ? null : (trusted.place ?? (given === null ? "none of the node's file" : null));
  if (given !== null && !isCalled(stated, given)) return [renamed(stated, given)];
  return inFile === null || isAt(stated, inFile) ? [] : [renamed(stated, inFile)];
}

const code = "other-repository";

/** `acme/study` is that on whatever host; what begins with a name that only hosts have is host and path. */
function isCalled(stated: StatedRepository, wanted: string): boolean {
  const name = wanted.toLowerCase();
  const isWithHost = /^[^/]*[.:]/.test(name);
  return name === wholeName(stated).toLowerCase() || (!isWithHost && name === stated.name.toLowerCase());
}

function isAt(stated: StatedRepository, place: string): boolean {
  const comparable = stated.host === null ? place.slice(place.indexOf("/") + 1) : place;
  return wholeName(stated).toLowerCase() === comparable.toLowerCase();
}

function wholeName({ host, name }: StatedRepository): string {
  return host === null ? name : `${host}/${name}`;
}

function describe(stated: StatedRepository, wanted: string): string {
  const id = stated.key ?? "no id is said";
  return `The attestation is of the repository ${wholeName(stated)} (${id}), and this is ${wanted}.`;
}

function renamed(stated: StatedRepository, wanted: string): PlaceFlaw {
  const { key } = stated;
  const byId = key === null ? "" : `, or name it by its id, --repository ${key}`;
  const remedy = `If that is what it was called before, add --formerly ${wholeName(stated)}${byId}.`;
  return flawOf(code, `${describe(stated, wanted)} ${remedy}`);
}
