import type { DependencyFile } from "../../formats/requirements-file.ts";
import type { ModuleImport } from "../../python/import-list.ts";
import { findStandardModule } from "../../python/standard-library.ts";
import type { FileSubject } from "../subject.ts";
import { covers } from "./covers.ts";
import { findLacking } from "./find-module.ts";
import { isOfRepository } from "./repository-modules.ts";

/** What is known of one import. `lacking` is the full name of the module that is missing. */
export type ImportJudgement =
  | { readonly state: "there" }
  | { readonly state: "missing"; readonly what: "package" | "provider" | "airflow"; readonly lacking: string }
  /** `reason` follows on "whether it is there cannot be known: ". */
  | { readonly state: "open"; readonly lacking: string; readonly reason: string };

const there: ImportJudgement = { state: "there" };

/** Judges an import that is tried without a guard, in the node's own environment. */
export function judgeImport(subject: FileSubject, { module, level, names }: ModuleImport): ImportJudgement {
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

  const declared = [...subject.dependencies, ...(subject.declared ?? [])];
  const found = declared.flatMap((file) => file.requirements.map(({ key }) => covers(key, lacking, inventory)));
  if (found.includes("yes")) return there;
  if (isAirflow) return { state: "missing", what: isProvider(lacking) ? "provider" : "airflow", lacking };
  const reason = whyOpen(subject, declared, lacking);
  return reason === null ? { state: "missing", what: "package", lacking } : { state: "open", lacking, reason };
}

/** Without Airflow in the inventory, or with one of which nobody knows what it brings, its modules are taken for granted. */
function tellsOfAirflow({ inventory }: FileSubject): boolean {
  return inventory !== null && Object.hasOwn(inventory.modules, "airflow");
}

function whyOpen(subject: FileSubject, declared: readonly DependencyFile[], lacking: string): string | null {
  const { inventory, tree } = subject;
  const closed = declared.find(({ isOpen }) => isOpen);
  if (closed !== undefined) return `\`${closed.path}\` may ask for it in a way that is not looked into`;
  const perhaps = declared
    .flatMap(({ requirements }) => requirements)
    .find(({ key }) => covers(key, lacking, inventory) === "perhaps" && !isUsedOtherwise(subject, key));
  if (perhaps !== undefined) return `it may come with \`${perhaps.name}\`, of which it is not known what it brings`;
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
