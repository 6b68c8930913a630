import { quoteName } from "../../../formats/did-you-mean.ts";
import { hasUnknownArguments } from "../../evaluate/arguments.ts";
import { doubtOf } from "../../evaluate/doubt.ts";
import { none } from "../../evaluate/make-values.ts";
import type { Value } from "../../evaluate/value.ts";
import { isNone, stringOf } from "../../evaluate/value-contents.ts";
import type { DagsterValue } from "../dagster-values.ts";
import { nameOf } from "../names-of-definitions.ts";
import { cronFlaw } from "./cron-flaw.ts";
import { type Flaw, givenAs, perhaps, surely } from "./flaw.ts";
import { zoneFlaw } from "./zone-flaw.ts";

/** When a schedule or a condition says that it is due. */
export function oddTimes(made: DagsterValue): readonly Flaw[] {
  const isOpen = hasUnknownArguments(made.arguments);
  switch (made.symbol) {
    case "schedule":
    case "ScheduleDefinition":
      return [
        ...cronsFlaw(
          givenAs("cron_schedule", made) ?? (made.symbol === "schedule" || isOpen ? undefined : none),
          `The schedule ${shown(made)}`,
        ),
        ...zoneGiven(givenAs("execution_timezone", made), `The schedule ${shown(made)}`),
      ];
    case "AutomationCondition.on_cron":
    case "AutomationCondition.cron_tick_passed":
      return cronsFlaw(givenAs("cron_schedule", made), "A condition");
    case "FreshnessPolicy.cron":
      return cronsFlaw(givenAs("deadline_cron", made), "A freshness policy");
    default:
      return [];
  }
}

function shown(made: DagsterValue): string {
  return quoteName(nameOf(made) ?? made.text);
}

/** One cron expression, or several. */
export function cronsFlaw(given: Value | undefined, what: string): readonly Flaw[] {
  if (given === undefined) return [];
  const isMany = given.kind === "tuple" || (given.kind === "list" && doubtOf(given.doubts) === null);
  const all = isMany ? given.items : [given];
  if (isNone(given) || all.length === 0) return surely(`${what} has no cron expression`);
  return all.flatMap((one) => {
    const cron = stringOf(one);
    return cron === null ? perhaps("a cron expression that is not constant") : cronFlaw(cron, what);
  });
}

export function zoneGiven(given: Value | undefined, what: string): readonly Flaw[] {
  if (given === undefined || isNone(given)) return [];
  const zone = stringOf(given);
  return zone === null ? perhaps("a time zone that is not constant") : zoneFlaw(zone, what);
}
