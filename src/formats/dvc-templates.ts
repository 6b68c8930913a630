import { isMap } from "./is-map.ts";

/** What a name of a template (`${name}`) stands for, in one of the runs of a stage. */
export type TemplateValues = (name: string) => string | undefined;

const mostValues = 1000;
const mostRuns = 100;
const longest = 5000;

/** What a stage says of how often it runs. */
interface Runs {
  readonly foreach?: unknown;
  readonly matrix?: unknown;
}

/** The values that lists of `vars` have themselves, by name, at most 1,000; files are not read. */
export function namedValues(vars: readonly unknown[]): ReadonlyMap<string, string> {
  const named = new Map<string, string>();
  for (const one of vars) if (isMap(one)) for (const [key, value] of Object.entries(one)) flatten(key, value, named);
  return named;
}

/**
 * The values of each run of a stage, at most 100, beside those that are `shared` by all of a `dvc.yaml`
 * (https://dvc.org/doc/user-guide/project-structure/dvcyaml-files#templating).
 */
export function templateValues(
  shared: ReadonlyMap<string, string>,
  vars: readonly unknown[],
  stage: Runs,
): readonly TemplateValues[] {
  const ofStage = namedValues(vars);
  return runsOf(stage).map((given) => {
    const own = new Map<string, string>();
    for (const [name, value] of Object.entries(given)) flatten(name, value, own);
    return (name) => own.get(name) ?? ofStage.get(name) ?? shared.get(name);
  });
}

/** `key` and `item` of each run; one without, where the stage runs once, or nobody knows how often. */
function runsOf({ foreach, matrix }: Runs): readonly Readonly<Record<string, unknown>>[] {
  if (Array.isArray(foreach)) return foreach.slice(0, mostRuns).map((item: unknown) => ({ item }));
  if (isMap(foreach))
    return Object.entries(foreach)
      .map(([key, item]) => ({ key, item }))
      .slice(0, mostRuns);
  if (!isMap(matrix)) return [{}];
  let items: readonly Readonly<Record<string, unknown>>[] = [{}];
  for (const [key, all] of Object.entries(matrix).slice(0, mostRuns)) {
    const values: readonly unknown[] = Array.isArray(all) ? all.slice(0, mostRuns) : [];
    if (values.length > 0)
      items = items.flatMap((item) => values.map((value) => ({ ...item, [key]: value }))).slice(0, mostRuns);
  }
  return items.map((item) => ({ item }));
}

/** `{ a: { b: [1] } }` has the name `a.b[0]`. */
function flatten(name: string, value: unknown, into: Map<string, string>): void {
  if (into.size >= mostValues || name.length > 200) return;
  if (isMap(value)) for (const [key, one] of Object.entries(value)) flatten(`${name}.${key}`, one, into);
  else if (Array.isArray(value)) for (const [index, one] of value.entries()) flatten(`${name}[${index}]`, one, into);
  else if (typeof value === "string" || typeof value === "number") into.set(name, String(value).slice(0, longest));
}

/** What a template becomes, in at most 5,000 characters; what is not known stays as it is written. */
export function fillTemplate(text: string, values: TemplateValues): string {
  let left = longest;
  return text.slice(0, longest).replaceAll(/\$\{([^{}]{1,200})\}/g, (written, name: string) => {
    const value = values(name.trim()) ?? written;
    left -= value.length;
    return left < 0 ? written : value;
  });
}
