import type { ModuleRecord } from "./machine.ts";
import { none, ofString, unknown } from "./make-values.ts";
import type { Scope } from "./scope.ts";
import type { Value } from "./value.ts";

const builtins = new Set(
  `abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex delattr dict dir
   divmod enumerate eval exec filter float format frozenset getattr globals hasattr hash help hex id input int isinstance
   issubclass iter len list locals map max memoryview min next object oct open ord pow print property range repr reversed
   round set setattr slice sorted staticmethod str sum super tuple type vars zip __import__
   NotImplemented __debug__ ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError
   BrokenPipeError BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError
   ConnectionResetError DeprecationWarning EOFError EncodingWarning EnvironmentError Exception ExceptionGroup FileExistsError
   FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError ImportError ImportWarning IndentationError
   IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError
   NameError NotADirectoryError NotImplementedError OSError OverflowError PendingDeprecationWarning PermissionError
   ProcessLookupError RecursionError ReferenceError ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration
   StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError TypeError UnboundLocalError
   UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning UserWarning ValueError Warning
   ZeroDivisionError`.split(/\s+/),
);

export function builtinOf(name: string, scope: Scope): Value | undefined {
  if (builtins.has(name)) return { kind: "external", name: `builtins.${name}` };
  // A star import may have brought it.
  return scope.record.scope.names.has("*") ? unknown(name, true) : undefined;
}

/** The names that every module has. */
export function namesOfModule(record: ModuleRecord): void {
  const { names } = record.scope;
  names.set("__file__", { kind: "path", path: record.path, form: "str" });
  // Airflow gives a DAG file a name with a digest in it, and Dagster one by how it is pointed to the file; it is never `__main__`.
  const never = ["", ":"].map((digest) => ofString(`unusual_prefix${digest}:${record.path}`));
  names.set("__name__", record.name === null ? unknown("__name__", false, never) : ofString(record.name));
  const [first] = record.syntax.body;
  const isDocumented =
    first?.kind === "expression" && first.value.kind === "constant" && first.value.constant.type === "str";
  names.set(
    "__doc__",
    isDocumented && first.kind === "expression" && first.value.kind === "constant" ? first.value : none,
  );
  names.set("__package__", unknown("__package__"));
  names.set("__spec__", unknown("__spec__"));
}
