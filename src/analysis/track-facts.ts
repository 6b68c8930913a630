import type { SharedFacts, TreeListing } from "../rules/subject.ts";

/** Parts of the shared facts that are compared as a whole. */
export type Part = Exclude<keyof SharedFacts, "tree" | "repository">;

/** What reading one file, and running the rules on it, looked at beside the file. */
export interface Uses {
  readonly parts: readonly Part[];
  /** What was asked of the tree, with the answers; `null`: more than can be listed. */
  readonly tree: readonly TreeQuestion[] | null;
  /** Other files that it asked for, whether they are there or not. */
  readonly files: readonly string[];
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
  readonly readUses: () => Omit<Uses, "files">;
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
  return {
    get length() {
      list();
      return tree.length;
    },
    find(path) {
      ask(["find", path, answerTo(tree, "find", path)]);
      return tree.find(path);
    },
    hasFolder(path) {
      ask(["hasFolder", path, answerTo(tree, "hasFolder", path)]);
      return tree.hasFolder(path);
    },
    hasBeginning(letters) {
      ask(["hasBeginning", letters, answerTo(tree, "hasBeginning", letters)]);
      return tree.hasBeginning(letters);
    },
    below(folder) {
      list();
      return tree.below(folder);
    },
    alike(path) {
      ask(["alike", path, answerTo(tree, "alike", path)]);
      return tree.alike(path);
    },
    hasModule(name) {
      ask(["hasModule", name, answerTo(tree, "hasModule", name)]);
      return tree.hasModule(name);
    },
  };
}

function answerTo(tree: TreeListing, question: TreeQuestion[0], path: string): string {
  switch (question) {
    case "find": {
      const entry = tree.find(path);
      return entry === null ? "none" : `${entry.mode} ${entry.size ?? "-"}`;
    }
    case "hasFolder":
      return String(tree.hasFolder(path));
    case "hasBeginning":
      return String(tree.hasBeginning(path));
    case "alike":
      return tree.alike(path).join("\0");
    case "hasModule":
      return String(tree.hasModule(path));
    default:
      return question satisfies never;
  }
}

/** Whether a tree would answer the same. */
export function answersAlike(tree: TreeListing | null, questions: readonly TreeQuestion[]): boolean {
  if (tree === null) return questions.length === 0;
  return questions.every(([question, path, answer]) => answerTo(tree, question, path) === answer);
}
