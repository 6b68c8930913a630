import type { GivenArgument, Value } from "./value.ts";

/** The argument of that name, or at that position. */
export function argument(given: readonly GivenArgument[], name: string, position = -1): GivenArgument | null {
  const named = given.find((one) => one.name === name);
  if (named !== undefined) return named;
  return given.filter((one) => one.name === null)[position] ?? null;
}

export function argumentValue(given: readonly GivenArgument[], name: string, position = -1): Value | undefined {
  return argument(given, name, position)?.value;
}

export function positionals(given: readonly GivenArgument[]): readonly Value[] {
  return given.filter((one) => one.name === null).map((one) => one.value);
}

/** Whether arguments are passed on that are not known (`*args`, `**kwargs`). */
export function hasUnknownArguments(given: readonly GivenArgument[]): boolean {
  return given.some((one) => one.name === "*" || one.name === "**");
}

/** Later arguments take the place of earlier ones of the same name. */
export function mergeArguments(...all: readonly (readonly GivenArgument[])[]): readonly GivenArgument[] {
  const merged = new Map<string, GivenArgument>();
  const unnamed: GivenArgument[] = [];
  for (const one of all.flat()) {
    if (one.name === null || one.name === "*" || one.name === "**") unnamed.push(one);
    else merged.set(one.name, one);
  }
  return [...unnamed, ...merged.values()];
}

/** The entries of a dictionary as arguments. */
export function argumentsOf(dict: Value | undefined | null): readonly GivenArgument[] {
  if (dict?.kind !== "dict") return [];
  return [...dict.entries.values()].flatMap(({ key, value }) =>
    key.kind === "constant" && key.constant.type === "str"
      ? [{ name: key.constant.value, value, place: { start: 0, end: 0 }, text: "" }]
      : [],
  );
}
