import type { ModuleImport } from "../../python/import-list.ts";
import { findStandardModule } from "../../python/standard-library.ts";
import type { FileSubject } from "../subject.ts";
import { covers, modulesOf } from "./covers.ts";
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
  for (const key of wanted.names.keys()) if (covers(key, lacking, inventory) === "yes") return there;
  if (isAirflow) return { state: "missing", what: isProvider(lacking) ? "provider" : "airflow", lacking };
  const reason = whyOpen(subject, wanted, lacking);
  return reason === null ? { state: "missing", what: "package", lacking } : { state: "open", lacking, reason };
}

/** Without Airflow in the inventory, or with one of which nobody knows what it brings, its modules are taken for granted. */
function tellsOfAirflow({ inventory }: FileSubject): boolean {
  return inventory !== null && Object.hasOwn(inventory.modules, "airflow");
}

interface Wanted {
  /** What all files that count ask for: normalised names, and as written. */
  readonly names: ReadonlyMap<string, string>;
  /** Of those the ones of which nobody knows what they bring. */
  readonly unexplained: readonly string[];
  /** A file that is not looked into as a whole. */
  readonly openFile: string | null;
}

const wantedBefore = new WeakMap<FileSubject, Wanted>();

function wantedOf(subject: FileSubject): Wanted {
  const before = wantedBefore.get(subject);
  if (before !== undefined) return before;
  const files = [...subject.dependencies, ...(subject.declared ?? [])];
  const names = new Map(files.flatMap(({ requirements }) => requirements.map(({ key, name }) => [key, name] as const)));
  const openFile = files.find(({ isOpen }) => isOpen)?.path ?? null;
  const unexplained = [...names.keys()].filter(
    (key) => modulesOf(key, subject.inventory) === null && !isUsedOtherwise(subject, key),
  );
  const made = { names, unexplained, openFile };
  wantedBefore.set(subject, made);
  return made;
}

function whyOpen(subject: FileSubject, { names, unexplained, openFile }: Wanted, lacking: string): string | null {
  const { inventory, tree } = subject;
  if (openFile !== null) return `\`${openFile}\` may ask for it in a way that is not looked into`;
  const perhaps = unexplained.find((key) => covers(key, lacking, inventory) === "perhaps");
  if (perhaps !== undefined)
    return `it may come with \`${names.get(perhaps)}\`, of which it is not known what it brings`;
  if (subject.declared === null || tree === null) return "the repository was not looked into";
  if (inventory === null) return "the node's packages are not known; name an inventory in the node's file";
  const opaque = inventory.opaque.find((name) => covers(name, lacking, inventory) === "perhaps");
  return opaque === undefined ? null : `it may come with \`${opaque}\`, of which the node's inventory tells no modules`;
}

/** Whether another import explains a package already. */
function isUsedOtherwise({ imports, inventory }: FileSubject, key: string): boolean {
  return imports.some(({ module, level }) => level === 0 && module !== "" && covers(key, module, inventory) === "yes");
}

function isProvider(module: string): boolean {
  return module.startsWith("airflow.providers.");
}

export function topOf(module: string): string {
  return module.split(".", 1)[0] ?? module;
}
