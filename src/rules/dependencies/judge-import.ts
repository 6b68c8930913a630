import type { ModuleImport } from "../../python/import-list.ts";
import { findStandardModule } from "../../python/standard-library.ts";
import type { FileSubject } from "../subject.ts";
import { covers, dashedPrefixes, modulesOf, namesFor } from "./covers.ts";
import { findLacking } from "./find-module.ts";
import { isOfRepository } from "./repository-modules.ts";

/** What is known of one import. `lacking` is the full name of the module that is missing. */
export type ImportJudgement =
  | { readonly state: "there" }
  | { readonly state: "missing"; readonly what: "package" | "provider" | "airflow"; readonly lacking: string }
  /** `reason` follows on "whether it is there cannot be known: ". */
  | { readonly state: "open"; readonly lacking: string; readonly reason: string };

const there: ImportJudgement = { state: "there" };

const judged = new WeakMap<ModuleImport, { readonly subject: FileSubject; readonly judgement: ImportJudgement }>();

/** Judges an import that is tried without a guard, in the node's own environment. */
export function judgeImport(subject: FileSubject, one: ModuleImport): ImportJudgement {
  const before = judged.get(one); // several rules ask
  if (before?.subject === subject) return before.judgement;
  const judgement = judge(subject, one);
  judged.set(one, { subject, judgement });
  return judgement;
}

function judge(subject: FileSubject, { module, level, names }: ModuleImport): ImportJudgement {
  if (level > 0 || module === "") return there;
  const top = topOf(module);
  if (findStandardModule(top, subject.python).state !== "none") return there; // that another version has it is another rule's matter
  const { inventory, node } = subject;
  if (top === "airflow" && !tellsOfAirflow(subject)) return there;
  const lacking = inventory === null ? module : findLacking(inventory, module, names);
  if (lacking === null) return there;
  const isAirflow = top === "airflow";
  const isElsewhere = node?.repositories.some(({ namespace }) => namespace === top) === true;
  if (isElsewhere || (!isAirflow && subject.tree !== null && isOfRepository(subject.tree, top, subject.path)))
    return there;

  const wanted = wantedOf(subject);
  if (isWanted(wanted, lacking)) return there;
  if (isAirflow) return { state: "missing", what: isProvider(lacking) ? "provider" : "airflow", lacking };
  const reason = whyOpen(subject, wanted, lacking);
  return reason === null ? { state: "missing", what: "package", lacking } : { state: "open", lacking, reason };
}

/** Without Airflow in the inventory, or with one of which nobody knows what it brings, its modules are taken for granted. */
function tellsOfAirflow({ inventory }: FileSubject): boolean {
  return inventory !== null && Object.hasOwn(inventory.modules, "airflow");
}

interface Wanted {
  /** How modules begin, in dashes, that are asked for by name. */
  readonly begins: ReadonlySet<string>;
  /** Modules that packages bring which are asked for, and what these are in. */
  readonly brought: ReadonlySet<string>;
  readonly around: ReadonlySet<string>;
  /** A package of which nobody knows what it brings, and that no import explains. */
  readonly unexplained: string | null;
  /** A file that is not looked into as a whole. */
  readonly openFile: string | null;
}

const wantedBefore = new WeakMap<FileSubject, Wanted>();

/** What all files that count ask for, as it is looked up for each import. */
function wantedOf(subject: FileSubject): Wanted {
  const before = wantedBefore.get(subject);
  if (before !== undefined) return before;
  const files = [...subject.dependencies, ...(subject.declared ?? [])];
  const names = new Map(files.flatMap(({ requirements }) => requirements.map(({ key, name }) => [key, name] as const)));
  const imported = new Set(subject.imports.flatMap(({ module, level }) => (level === 0 ? dashedPrefixes(module) : [])));
  const [begins, brought] = [new Set<string>(), new Set<string>()];
  let unexplained: string | null = null;
  for (const [key, name] of names) {
    const modules = modulesOf(key, subject.inventory);
    const own = namesFor(key, modules !== null);
    for (const one of own) begins.add(one);
    for (const module of modules ?? []) brought.add(module);
    if (modules === null && !own.some((one) => imported.has(one))) unexplained ??= name;
  }
  const openFile = files.find(({ isOpen }) => isOpen)?.path ?? null;
  const made = { begins, brought, around: new Set([...brought].flatMap(prefixes)), unexplained, openFile };
  wantedBefore.set(subject, made);
  return made;
}

function isWanted({ begins, brought, around }: Wanted, module: string): boolean {
  if (around.has(module) || prefixes(module).some((one) => brought.has(one))) return true;
  return dashedPrefixes(module).some((one) => begins.has(one));
}

/** `a`, `a.b` and `a.b.c` of the last. */
function prefixes(module: string): readonly string[] {
  const steps = module.split(".");
  return steps.map((_, index) => steps.slice(0, index + 1).join("."));
}

function whyOpen(subject: FileSubject, { unexplained, openFile }: Wanted, lacking: string): string | null {
  const { inventory, tree } = subject;
  if (openFile !== null) return `\`${openFile}\` may ask for it in a way that is not looked into`;
  if (unexplained !== null) return `it may come with \`${unexplained}\`, of which it is not known what it brings`;
  if (subject.declared === null || tree === null) return "the repository was not looked into";
  if (inventory === null) return "the node's packages are not known; name an inventory in the node's file";
  const opaque = inventory.opaque.find((name) => covers(name, lacking, inventory) === "perhaps");
  return opaque === undefined ? null : `it may come with \`${opaque}\`, of which the node's inventory tells no modules`;
}

function isProvider(module: string): boolean {
  return module.startsWith("airflow.providers.");
}

export function topOf(module: string): string {
  return module.split(".", 1)[0] ?? module;
}
