import { ofBoolean, ofString } from "./make-values.ts";
import type { ExternalValue, Value } from "./value.ts";

/** Something imported from a package, by its full name. */
export function externalNamed(name: string): Value {
  return constants[name] ?? { kind: "external", name };
}

export function externalMember(owner: ExternalValue, member: string): Value {
  return externalNamed(`${owner.name}.${member}`);
}

const lower = "abcdefghijklmnopqrstuvwxyz";

const constants: Readonly<Record<string, Value>> = {
  __proto__: null as never,
  "typing.TYPE_CHECKING": ofBoolean(false),
  "typing_extensions.TYPE_CHECKING": ofBoolean(false),
  "string.ascii_lowercase": ofString(lower),
  "string.ascii_uppercase": ofString(lower.toUpperCase()),
  "string.ascii_letters": ofString(lower + lower.toUpperCase()),
  "string.digits": ofString("0123456789"),
  "os.sep": ofString("/"),
  "os.path.sep": ofString("/"),
};
