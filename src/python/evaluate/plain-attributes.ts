import { findMember } from "./class.ts";
import { isClosed } from "./closed-class.ts";
import { doubtAll, doubtLoad, raise, textOf } from "./machine.ts";
import type { Site } from "./site.ts";
import type { Value } from "./value.ts";

const ofText = `capitalize casefold center count encode endswith expandtabs find format format_map index isalnum isalpha isascii isdecimal
  isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lower lstrip maketrans partition removeprefix
  removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title translate upper zfill`;
const ofInteger =
  "as_integer_ratio bit_count bit_length conjugate denominator from_bytes imag is_integer numerator real to_bytes";

/** What has a name in Python 3.9 to 3.14 of each type (`dir()` of it), besides what all objects have. */
const names: Readonly<Record<string, ReadonlySet<string>>> = {
  __proto__: null as never,
  str: words(ofText),
  bytes: words(`${ofText} decode fromhex hex`),
  int: words(ofInteger),
  bool: words(ofInteger),
  float: words("as_integer_ratio conjugate from_number fromhex hex imag is_integer real"),
  none: words(""),
  ellipsis: words(""),
  list: words("append clear copy count extend index insert pop remove reverse sort"),
  tuple: words("count index"),
  dict: words("clear copy fromkeys get items keys pop popitem setdefault update values"),
  set: words(
    `add clear copy difference difference_update discard intersection intersection_update isdisjoint issubset issuperset pop remove
     symmetric_difference symmetric_difference_update union update`,
  ),
};

const ofAny: ReadonlySet<string> = new Set(Object.values(names).flatMap((own) => [...own]));

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}

/** Raises where an attribute is not found that the type surely has not, and notes what else Python may refuse. */
export function refuseAttribute(owner: Value, name: string, site: Site): void {
  const { place, scope, machine } = site;
  if (name.startsWith("__")) return;
  const own = namesOf(owner);
  if (machine.surroundings.isPackaged === true) {
    if (own !== null && !ofAny.has(name)) doubtAll(machine, `${tell(site)} is there is not known`);
  } else if (own?.has(name) === false) raise("AttributeError", "there is no such attribute", place, scope);
  else if (mayLack(owner)) doubtLoad(machine, `${tell(site)} is there is not known`);
}

function tell({ place, scope }: Site): string {
  return `whether \`${textOf(place, scope).slice(0, 60)}\``;
}

/** `null` where it may have others. */
function namesOf(owner: Value): ReadonlySet<string> | null {
  const type = owner.kind === "constant" ? owner.constant.type : owner.kind;
  return owner.kind === "list" && owner.type !== undefined ? null : (names[type] ?? null);
}

function mayLack(owner: Value): boolean {
  switch (owner.kind) {
    case "function":
    case "module":
      return true;
    case "class":
      return owner.members.has("__members__") || isClosed(owner);
    case "instance":
      return (
        owner.doubts.all.length === 0 && isClosed(owner.class) && findMember(owner.class, "__getattr__") === undefined
      );
    default:
      return false;
  }
}
