import type { Span } from "../../domain/finding.ts";

/** What is known of a value without running anything. */
export type CodeValue =
  | TextValue
  | { readonly kind: "constant"; readonly value: number | boolean | null }
  | { readonly kind: "list"; readonly items: readonly CodeValue[] }
  | { readonly kind: "dict"; readonly entries: readonly CodeEntry[] }
  | CallValue
  /** A name or an attribute, as a dotted path. */
  | { readonly kind: "path"; readonly paths: readonly string[] }
  /** Anything else that is made of these. */
  | { readonly kind: "other"; readonly parts: readonly CodeValue[] };

/** Text, with what is put into it at run time. */
export interface TextValue {
  readonly kind: "text";
  readonly parts: readonly (string | CodeValue)[];
  readonly isBytes: boolean;
}

export interface CallValue {
  readonly kind: "call";
  /** As of `CallFact`. */
  readonly paths: readonly string[];
  /** What a method is called on. */
  readonly on: CodeValue | null;
  readonly arguments: readonly CodeArgument[];
}

export interface CodeEntry {
  /** `null` where it is no constant text. */
  readonly key: string | null;
  readonly value: CodeValue;
  readonly span: Span;
}

export interface CodeArgument {
  /** The keyword; `null` for one by position, and for `*` and `**`. */
  readonly name: string | null;
  readonly star: "" | "*" | "**";
  readonly value: CodeValue;
  readonly span: Span;
}

export type Placement = "module" | "class" | "function";

/** One call, wherever in a module it stands. */
export interface CallFact extends CallValue {
  /**
   * What is called, in full, through imports, aliases and names bound once: `airflow.sdk.DAG`, `builtins.eval`. A result is
   * written `f()`, an item `x[key]`. Several where it depends; never none.
   */
  readonly paths: readonly string[];
  /** Whether the name is reached by a detour that hides it: `getattr`, `__import__`, `__dict__`, `globals()`. */
  readonly isIndirect: boolean;
  readonly placement: Placement;
  /**
   * The module's own function in whose body it stands, with `@` before its name where that is decorated; `__main__`: it runs only where
   * the module is the program; `""`: in other functions. `null`: it runs as the module is imported.
   */
  readonly within: string | null;
  readonly span: Span;
  readonly calleeSpan: Span;
}

export interface ImportFact {
  /** Such as `airflow.sdk.DAG` or `os`; a relative one begins with its dots; `*` stands for all. */
  readonly path: string;
  readonly placement: Placement;
  readonly span: Span;
}

/** A string literal that is no docstring. */
export interface StringFact {
  readonly value: TextValue;
  readonly span: Span;
}

/** A name that is used for something, with letters outside ASCII. */
export interface NameFact {
  readonly name: string;
  readonly span: Span;
}

/** What a decorated function gives back. */
export interface ReturnFact {
  readonly decorators: readonly string[];
  readonly value: CodeValue;
  readonly span: Span;
}

/** `pod.spec.host_pid = True` */
export interface AssignmentFact {
  /** Full paths of the attribute. */
  readonly paths: readonly string[];
  readonly value: CodeValue;
  readonly span: Span;
}

/** What the code of a Python file does, as far as it can be read off; plain data. */
export interface CodeFacts {
  readonly calls: readonly CallFact[];
  readonly imports: readonly ImportFact[];
  readonly strings: readonly StringFact[];
  readonly oddNames: readonly NameFact[];
  readonly returns: readonly ReturnFact[];
  /** What attributes are given. */
  readonly assignments: readonly AssignmentFact[];
  /** Full paths of names and attributes that are used without being called, such as `os.environ`. */
  readonly uses: readonly { readonly paths: readonly string[]; readonly span: Span }[];
}
