import facts from "./dagster-names.json" with { type: "json" };

/** The version whose names and parameters are known; test/real/dagster/names.test.ts holds them against it. */
export const knownVersion = facts.version.replace(/\.\d+$/, "");

export interface KnownParameter {
  readonly name: string;
  readonly isNeeded: boolean;
  readonly isByNameAlone: boolean;
  /** A letter for each kind of value that it takes, as test/real/dagster/dump_names.py has them; empty where that is not said. */
  readonly kinds: string;
}

export interface Signature {
  readonly parameters: readonly KnownParameter[];
  /** Whether it takes any number of arguments by position. */
  readonly takesMore: boolean;
  /** Whether it may take more arguments by name. */
  readonly isOpen: boolean;
}

const names: ReadonlyMap<string, string | null> = new Map(Object.entries<string | null>(facts.names));

const methods: ReadonlyMap<string, string> = new Map(Object.entries<string>(facts.methods));

const owners: ReadonlySet<string> = new Set(
  [...names.keys()].flatMap((name) => (name.includes(".") ? [name.slice(0, name.lastIndexOf("."))] : [])),
);

/** Whether `dagster` has that name, which may be one in `dagster.components`. */
export function hasName(name: string): boolean {
  return names.has(name);
}

/** Whether names inside of it are known, as they are of a class or an enumeration. */
export function hasNamesIn(name: string): boolean {
  return owners.has(name);
}

/** The names that `dagster` has, or one of its modules, without a dot. */
export function namesOf(module: "dagster" | "dagster.components"): readonly string[] {
  const prefix = module === "dagster" ? "" : "components.";
  return [...names.keys()].flatMap((name) => {
    const own = name.startsWith(prefix) ? name.slice(prefix.length) : ".";
    return own.includes(".") ? [] : [own];
  });
}

/** What is to be given to something of `dagster`; `null` where that is not known. */
export function signatureOf(name: string): Signature | null {
  return readSignature(names.get(name));
}

/** What is to be given to a method of an instance of a class of definitions. */
export function signatureOfMethod(className: string, name: string): Signature | null {
  return readSignature(methods.get(`${className}.${name}`));
}

function readSignature(text: string | null | undefined): Signature | null {
  if (text === undefined || text === null) return null;
  const parts = text.split(" ").filter((part) => part !== "");
  const last = parts.findIndex((part) => part === "|" || part === "*");
  const parameters = parts.flatMap((part, at): KnownParameter[] => {
    const [, own, needed, kinds] = /^(\w+)(!?)(?::(\w+))?$/.exec(part) ?? [];
    if (own === undefined) return [];
    return [{ name: own, isNeeded: needed === "!", isByNameAlone: last !== -1 && at > last, kinds: kinds ?? "" }];
  });
  return { parameters, takesMore: parts.includes("*"), isOpen: parts.includes("**") };
}

const members: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(facts.members).map(([name, text]) => [name, new Set(text.split(" "))]),
);

/** Whether an instance of a class of definitions has an attribute. */
export function hasMember(className: string, name: string): boolean {
  return members.get(className)?.has(name) === true;
}
