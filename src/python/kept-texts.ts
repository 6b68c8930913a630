import type { NamedString } from "./dag-model.ts";
import { fieldOf, namedOf, type RawNode } from "./syntax/raw-node.ts";

/** A text that is kept, or taken where none is kept, under a name that is a text itself. */
export interface KeptText extends Pick<NamedString, "name" | "form"> {
  readonly value: RawNode;
}

/** Of `os` and of Airflow: both take the name first. */
const keepers = /(?:^|\.)(?:getenv|putenv|environ\.(?:get|setdefault|pop)|Variable\.(?:get|set))$/;

/** `os.getenv("DB_PASSWORD", "…")`, `Variable.set("db_password", "…")`; `null` of other calls. */
export function keptText(
  call: RawNode,
  textOf: (node: RawNode) => string,
  fold: (node: RawNode | null) => string | null,
): KeptText | null {
  const [callee, given] = [fieldOf(call, "function"), fieldOf(call, "arguments")];
  if (callee === null || given === null || !keepers.test(textOf(callee).slice(-60))) return null;
  const [first, second, ...more] = namedOf(given);
  const named = [second, ...more].find(
    (one) => one?.type === "keyword_argument" && /^(?:default|default_var|value)$/.test(textNamed(one, textOf)),
  );
  const value = named !== undefined ? fieldOf(named, "value") : second?.type === "keyword_argument" ? null : second;
  const name = fold(first ?? null);
  return name === null || value == null ? null : { name, form: "pair", value };
}

function textNamed(argument: RawNode, textOf: (node: RawNode) => string): string {
  const name = fieldOf(argument, "name");
  return name === null ? "" : textOf(name);
}
