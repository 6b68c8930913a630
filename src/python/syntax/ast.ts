/** Where a node stands: offsets in UTF-16 code units, the end exclusive. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** Python's constants. An `int` beyond 2^53 is a bigint. `bytes` are not looked into. */
export type Constant =
  | { readonly type: "str"; readonly value: string }
  | { readonly type: "int"; readonly value: number | bigint }
  | { readonly type: "float"; readonly value: number }
  | { readonly type: "bool"; readonly value: boolean }
  | { readonly type: "none" }
  | { readonly type: "ellipsis" }
  | { readonly type: "bytes"; readonly value: string };

export interface Argument extends Place {
  /** The keyword, or `null` for one by position. */
  readonly name: string | null;
  /** `*` and `**` unpack their value. */
  readonly star: "" | "*" | "**";
  readonly value: Expression;
}

export interface Parameter extends Place {
  readonly name: string;
  readonly form: "positional" | "normal" | "keyword" | "*" | "**";
  readonly default: Expression | null;
  readonly annotation: Expression | null;
}

export interface Generator {
  readonly target: Expression;
  readonly iterable: Expression;
  readonly conditions: readonly Expression[];
}

export type FStringPart =
  | string
  | { readonly value: Expression; readonly conversion: string | null; readonly format: readonly FStringPart[] };

export type Expression = Place &
  (
    | { readonly kind: "constant"; readonly constant: Constant }
    | { readonly kind: "f-string"; readonly parts: readonly FStringPart[] }
    | { readonly kind: "name"; readonly id: string }
    | { readonly kind: "list" | "tuple" | "set"; readonly items: readonly Expression[] }
    | {
        readonly kind: "dict";
        /** A key of `null` unpacks a mapping. */
        readonly items: readonly { readonly key: Expression | null; readonly value: Expression }[];
      }
    | Call
    | { readonly kind: "attribute"; readonly value: Expression; readonly name: string }
    | { readonly kind: "subscript"; readonly value: Expression; readonly index: Expression }
    | { readonly kind: "slice"; readonly parts: readonly (Expression | null)[] }
    | { readonly kind: "binary"; readonly operator: string; readonly left: Expression; readonly right: Expression }
    | { readonly kind: "unary"; readonly operator: string; readonly value: Expression }
    | {
        readonly kind: "boolean";
        readonly operator: "and" | "or";
        readonly left: Expression;
        readonly right: Expression;
      }
    | {
        readonly kind: "compare";
        readonly left: Expression;
        readonly rest: readonly { readonly operator: string; readonly value: Expression }[];
      }
    | { readonly kind: "if"; readonly test: Expression; readonly value: Expression; readonly otherwise: Expression }
    | { readonly kind: "lambda"; readonly parameters: readonly Parameter[]; readonly body: Expression }
    | {
        readonly kind: "comprehension";
        readonly form: "list" | "set" | "dict" | "generator";
        readonly key: Expression | null;
        readonly element: Expression;
        readonly generators: readonly Generator[];
      }
    | { readonly kind: "starred"; readonly value: Expression }
    | { readonly kind: "walrus"; readonly name: string; readonly value: Expression }
    | Yield
    | { readonly kind: "await"; readonly value: Expression | null }
    | { readonly kind: "other" }
  );

export interface Call extends Place {
  readonly kind: "call";
  readonly callee: Expression;
  readonly arguments: readonly Argument[];
}

export interface Yield extends Place {
  readonly kind: "yield";
  readonly value: Expression | null;
  /** `yield from` */
  readonly isFrom: boolean;
}

export interface FunctionDefinition extends Place {
  readonly kind: "function";
  readonly name: string;
  readonly namePlace: Place;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  readonly decorators: readonly Expression[];
  /** What it is annotated to give back. */
  readonly returns: Expression | null;
  readonly isAsync: boolean;
  /** Whether it yields: calling it runs nothing yet. */
  readonly isGenerator: boolean;
}

export interface ClassDefinition extends Place {
  readonly kind: "class";
  readonly name: string;
  readonly namePlace: Place;
  readonly bases: readonly Argument[];
  readonly body: readonly Statement[];
  readonly decorators: readonly Expression[];
}

export interface ImportedName extends Place {
  /** The name in the module that it is imported from; for `import a.b`, the whole path. */
  readonly name: string;
  readonly alias: string | null;
}

export interface WithItem {
  readonly value: Expression;
  readonly target: Expression | null;
}

export interface Handler extends Place {
  readonly exception: Expression | null;
  readonly name: string | null;
  readonly body: readonly Statement[];
}

export interface Case extends Place {
  readonly body: readonly Statement[];
  /** The constant or name that the case compares with; `null` for patterns that are not looked into. */
  readonly patterns: readonly Expression[] | null;
  readonly isWildcard: boolean;
  /** Names that the pattern binds. */
  readonly captures: readonly string[];
  readonly guard: Expression | null;
}

export type Statement = Place &
  (
    | { readonly kind: "expression"; readonly value: Expression }
    | {
        readonly kind: "assign";
        readonly targets: readonly Expression[];
        readonly value: Expression | null;
        readonly annotation: Expression | null;
      }
    | {
        readonly kind: "augment";
        readonly target: Expression;
        readonly operator: string;
        readonly value: Expression;
      }
    | { readonly kind: "return"; readonly value: Expression | null }
    | { readonly kind: "raise"; readonly value: Expression | null }
    | { readonly kind: "assert"; readonly test: Expression }
    | { readonly kind: "delete"; readonly targets: readonly Expression[] }
    | { readonly kind: "global" | "nonlocal"; readonly names: readonly string[] }
    | { readonly kind: "import"; readonly names: readonly ImportedName[] }
    | {
        readonly kind: "import-from";
        /** Dots before the name: 0 for an absolute import. */
        readonly level: number;
        readonly module: string;
        /** `null` for `*`. */
        readonly names: readonly ImportedName[] | null;
      }
    | { readonly kind: "if"; readonly test: Expression; readonly body: Block; readonly otherwise: Block }
    | { readonly kind: "while"; readonly test: Expression; readonly body: Block; readonly otherwise: Block }
    | {
        readonly kind: "for";
        readonly target: Expression;
        readonly iterable: Expression;
        readonly body: Block;
        readonly otherwise: Block;
      }
    | { readonly kind: "with"; readonly items: readonly WithItem[]; readonly body: Block }
    | {
        readonly kind: "try";
        readonly body: Block;
        readonly handlers: readonly Handler[];
        readonly otherwise: Block;
        readonly finally: Block;
      }
    | { readonly kind: "match"; readonly subject: Expression; readonly cases: readonly Case[] }
    | FunctionDefinition
    | ClassDefinition
    | { readonly kind: "pass" | "break" | "continue" | "other" }
  );

export type Block = readonly Statement[];

/** A module's syntax as plain data: what is left when the parser's tree is freed. */
export interface ModuleSyntax {
  readonly source: string;
  readonly body: Block;
}
