/** Python's built-in functions that rules ask about. */
export const builtinNames: ReadonlySet<string> = new Set([
  ...[
    "__import__",
    "bytearray",
    "bytes",
    "chr",
    "compile",
    "delattr",
    "dict",
    "dir",
    "eval",
    "exec",
    "getattr",
    "globals",
  ],
  ...["input", "list", "locals", "map", "open", "print", "setattr", "sorted", "str", "tuple", "type", "vars"],
]);

/** Spellings that are the same thing. */
export function canonical(path: string): string {
  return path.replace(/^__builtins__(?=$|\.|\[)/, "builtins").replace(/^io\.open(?=$|\()/, "builtins.open");
}

/** What every function has to be called by, which is no other name of it. */
export function withoutCallMethod(path: string): string {
  return path.replace(/(?<=^(?:builtins|os|subprocess)\.\w{1,40})\.__call__$/, "");
}
