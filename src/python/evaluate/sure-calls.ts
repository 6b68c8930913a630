import { isDay } from "../../formats/instant.ts";
import { argumentValue } from "./arguments.ts";
import type { GivenArgument, NativeCall, Value } from "./value.ts";
import { integerOf, numberOf, stringOf } from "./value-contents.ts";

type Check = (value: Value) => boolean;

/** What a function takes: by name and place before `|`, by name alone behind it; the letters are those of `checks`. */
const sure: Readonly<Record<string, string>> = {
  __proto__: null as never,
  "os.getenv": "key:s default:a",
  "os.environ.get": "key:s default:a",
  "datetime.timedelta": "days:n seconds:n microseconds:n milliseconds:n minutes:n hours:n weeks:n",
  "datetime.date": "year:Y month:M day:D",
  "datetime.datetime": "year:Y month:M day:D hour:H minute:S second:S | tzinfo:z",
  "datetime.date.today": "",
  "datetime.datetime.now": "tz:z",
  "datetime.datetime.utcnow": "",
  "pydantic.Field":
    "default:a | default_factory:c description:s title:s gt:n ge:n lt:n le:n multiple_of:n min_length:i max_length:i",
  "pydantic.PrivateAttr": "default:a | default_factory:c",
  "enum.auto": "",
  "dataclasses.field": "| default:a default_factory:c",
  "typing.TypeVar": "name:s",
  "typing.NewType": "name:s tp:c",
  "logging.getLogger": "name:a",
  "builtins.object": "",
  "builtins.type": "object:a",
};

function isBetween(least: number, most: number): Check {
  return (value) => {
    const number = integerOf(value);
    return number !== null && number >= least && number <= most;
  };
}

const checks: Readonly<Record<string, Check>> = {
  __proto__: null as never,
  a: () => true,
  s: (value) => stringOf(value) !== null,
  n: (value) => Math.abs(Number(numberOf(value) ?? Number.NaN)) < 1e6,
  i: isBetween(0, 1e6),
  c: ({ kind }) => ["external", "function", "class"].includes(kind),
  z: (value) => value.kind === "external" && value.name === "datetime.timezone.utc",
  Y: isBetween(1, 9999),
  M: isBetween(1, 12),
  D: isBetween(1, 31),
  H: isBetween(0, 23),
  S: isBetween(0, 59),
};

/** Never raise, whatever they are given. */
const harmless = /^builtins\.(print|id|callable|repr)$|^logging\.(debug|info|warning|error)$|^warnings\.warn$/;

/** Whether a call of Python's library, or of pydantic, surely goes well. */
export function isSureCall(name: string, { arguments: given }: Pick<NativeCall, "arguments">): boolean {
  if (harmless.test(name)) return true;
  const [places = "", keywords = ""] = sure[name]?.split("|") ?? [];
  if (sure[name] === undefined) return false;
  const byPlace = partsOf(places);
  const all = new Map([...byPlace, ...partsOf(keywords)]);
  const isPair = given.some((one) => one.name === "default_factory") && given.length > 1 && hasDefault(given);
  const [year, month, day] = ["year", "month", "day"].map((part, at) => integerOf(argumentValue(given, part, at)));
  const isNoDay = places.startsWith("year") && !isDay(year ?? 0, month ?? 0, day ?? 0);
  return (
    !isPair &&
    !isNoDay &&
    given.every((one, at) => {
      const check = one.name === null ? byPlace[at]?.[1] : all.get(one.name);
      return check !== undefined && checks[check]?.(one.value) === true;
    })
  );
}

function partsOf(text: string): readonly (readonly [string, string])[] {
  return text.split(" ").flatMap((part) => {
    const [name = "", check] = part.split(":");
    return check === undefined ? [] : [[name, check] as const];
  });
}

function hasDefault(given: readonly GivenArgument[]): boolean {
  return given.some(({ name }) => name === null || name === "default");
}
