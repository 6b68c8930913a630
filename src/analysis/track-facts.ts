import type { SharedFacts } from "../rules/subject.ts";
import type { TreeListing } from "../rules/tree-listing.ts";

/** Parts of the shared facts that are compared as a whole. */
export type Part = Exclude<keyof SharedFacts, "tree" | "repository">;

/** What reading one file, and running the rules on it, looked at beside the file. */
export interface Uses {
  readonly parts: readonly Part[];
  /** What was asked of the tree, with the answers; `null`: more than can be listed. */
  readonly tree: readonly TreeQuestion[] | null;
  /** Other files that it asked for, whether they are there or not. */
  readonly files: readonly string[];
  /** Folders of which it asked what stands in them, with the answers. */
  readonly folders: readonly (readonly [folder: string, names: readonly string[] | null])[];
}

export type TreeQuestion = readonly [
  question: "find" | "hasFolder" | "hasBeginning" | "alike" | "hasModule",
  path: string,
  answer: string,
];

/** More questions than these cost more than they save. */
const mostQuestions = 500;

/** The same facts, and an account of what is looked at. That a part is there or not counts as no look. */
export function trackFacts(facts: SharedFacts): {
  readonly facts: SharedFacts;
  readonly readUses: () => Omit<Uses, "files" | "folders">;
} {
  const parts = new Set<Part>();
  const questions = new Map<string, TreeQuestion>();
  let isTreeListed = false;
  const watch = <T extends object>(name: Part, part: T): T =>
    new Proxy(part, {
      get(target, key, receiver) {
        parts.add(name);
        return Reflect.get(target, key, receiver);
      },
      has(target, key) {
        parts.add(name);
        return Reflect.has(target, key);
      },
      ownKeys(target) {
        parts.add(name);
        return Reflect.ownKeys(target);
      },
    });
  const watched = Object.entries(facts).map(([name, part]) => {
    const isWatched = name !== "tree" && typeof part === "object" && part !== null;
    return [name, isWatched ? watch(name as Part, part) : part]; // a key of the facts
  });
  const ask = (question: TreeQuestion): void => void questions.set(`${question[0]} ${question[1]}`, question);
  const tree = facts.tree === null ? null : watchTree(facts.tree, ask, () => (isTreeListed = true));
  return {
    facts: { ...(Object.fromEntries(watched) as SharedFacts), tree }, // the same keys, each with what it was or its proxy
    readUses: () => ({
      parts: [...parts].sort(),
      tree: isTreeListed || questions.size > mostQuestions ? null : [...questions.values()],
    }),
  };
}

function watchTree(tree: TreeListing, ask: (question: TreeQuestion) => void, list: () => void): TreeListing {
  const record = <T extends Answer>(question: TreeQuestion[0], path: string, answer: T): T => {
    ask([question, path, write(answer)]);
    return answer;
  };
  return {
    get length() {
      list();
      return tree.length;
    },
    find: (path) => record("find", path, tree.find(path)),
    hasFolder: (path) => record("hasFolder", path, tree.hasFolder(path)),
    hasBeginning: (letters) => record("hasBeginning", letters, tree.hasBeginning(letters)),
    below(folder) {
      list();
      return tree.below(folder);
    },
    alike: (path) => record("alike", path, tree.alike(path)),
    hasModule: (name) => record("hasModule", name, tree.hasModule(name)),
  };
}

type Answer = ReturnType<TreeListing[TreeQuestion[0]]>;

/** An answer as it is compared. */
function write(answer: Answer): string {
  if (answer === null) return "none";
  if (typeof answer === "boolean") return String(answer);
  return "mode" in answer ? `${answer.mode} ${answer.size ?? "-"}` : answer.join("\0");
}

/** Whether a tree would answer the same. */
export function answersAlike(tree: TreeListing | null, questions: readonly TreeQuestion[]): boolean {
  if (tree === null) return questions.length === 0;
  return questions.every(([question, path, answer]) => write(tree[question](path)) === answer);
}
