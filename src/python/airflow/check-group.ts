import { argument } from "../evaluate/arguments.ts";
import { doubtLoad } from "../evaluate/machine.ts";
import type { GivenArgument, NativeCall } from "../evaluate/value.ts";
import { doubtFile, refuse } from "./add-task.ts";
import { misspeltName } from "./misspelt-name.ts";
import { isNoData } from "./no-data.ts";
import { refusedValues, wantedFor } from "./refused-values.ts";

/** What a `TaskGroup` takes in Airflow 2.11.2 and 3.3.2, in the order of its positions (`inspect.signature(TaskGroup.__init__)`). */
export const groupArguments: Readonly<Record<2 | 3, readonly string[]>> = {
  2: words(
    "group_id prefix_group_id parent_group dag default_args tooltip ui_color ui_fgcolor add_suffix_on_collision",
  ),
  3: words(
    `group_id group_display_name prefix_group_id parent_group dag default_args tooltip doc_md ui_color ui_fgcolor add_suffix_on_collision`,
  ),
};

/** Notes what Airflow refuses of the arguments of a group, by their names. */
export function checkGroup(of: string, given: readonly GivenArgument[], call: NativeCall): void {
  const { machine, scope } = call;
  const taken = groupArguments[machine.surroundings.airflow];
  for (const { name, value, place } of given) {
    if (name === null || name.startsWith("*")) continue;
    const at = { path: scope.record.path, place };
    const instead = taken.includes(name) ? null : misspeltName(name, taken, machine);
    const wanted = wantedFor(refusedValues.ofGroup, name, value);
    const refused = `${of}: the argument '${name}' is refused`;
    if (instead !== null) refuse(machine, "TypeError", refused, at, { of, name, problem: "unknown", instead });
    else if (!taken.includes(name)) doubtFile(machine, `whether Airflow takes \`${name.slice(0, 60)}\` is not known`);
    else if (wanted !== null)
      refuse(machine, "TypeError", refused, at, { of, name, problem: "value", instead: wanted });
    else if (isNoData(value) && !/^(?:parent_group|dag)$/.test(name)) doubtLoad(machine, `its \`${name}\` is odd`);
  }
  const shown = argument(given, "group_display_name")?.value;
  if (shown?.kind === "constant" && shown.constant.type !== "str")
    refuse(machine, "TypeError", "group_display_name is no text", { path: scope.record.path, place: call.place });
}

function words(text: string): readonly string[] {
  return text.split(" ");
}
