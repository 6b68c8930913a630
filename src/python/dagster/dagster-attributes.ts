import { native, ofList, ofString } from "../evaluate/make-values.ts";
import type { Value } from "../evaluate/value.ts";
import { keyOf } from "./asset-keys.ts";
import { outputAttribute } from "./compositions.ts";
import type { DagsterValue } from "./dagster-values.ts";
import { formOf } from "./forms.ts";
import { makeDagster } from "./make-dagster.ts";
import { nameOf } from "./names-of-definitions.ts";
import { isOutput } from "./outputs.ts";
import { noteOddMethod } from "./refused/known-arguments.ts";
import { noteOddDefinition } from "./refused/odd-definitions.ts";

/** An attribute of something of Dagster. What is not known is taken for a method, whose answer may be anything. */
export function dagsterAttribute(owner: DagsterValue, name: string): Value {
  if (isOutput(owner) || owner.symbol === "outputs") return outputAttribute(owner, name);
  const known = knownAttribute(owner, name);
  if (known !== null) return known;
  if (name === "key" || name === "asset_key") return { ...owner, symbol: ".key", base: owner, arguments: [] };
  return native(name, (call) => {
    noteOddMethod(owner, name, call);
    const made = makeDagster(`.${name}`, call, owner);
    noteOddDefinition(made, call.machine);
    return made;
  });
}

function knownAttribute(owner: DagsterValue, name: string): Value | null {
  const form = formOf(owner);
  const own = name === "name" && form !== null && /^(job|op|graph|schedule|sensor)$/.test(form) ? nameOf(owner) : null;
  if (own !== null) return ofString(own);
  const key = owner.symbol.startsWith("AssetKey") || owner.symbol === ".key" ? keyOf(owner) : null;
  if (key === null) return null;
  if (name === "path") return ofList(key.map(ofString), null);
  if (name === "to_user_string") return native(name, () => ofString(key.join("/")));
  if (name === "to_python_identifier") return native(name, () => ofString(key.join("__")));
  return null;
}
