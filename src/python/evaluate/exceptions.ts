import type { Expression, Handler } from "../syntax/ast.ts";
import { orderOfBases } from "./class.ts";
import { evaluate } from "./evaluate.ts";
import { type Machine, raise } from "./machine.ts";
import type { PythonRaise } from "./python-raise.ts";
import type { Scope } from "./scope.ts";
import type { Value } from "./value.ts";

/** Python's own exceptions, each line with the one that the others come from first. */
const families = `
  BaseException: Exception SystemExit KeyboardInterrupt GeneratorExit BaseExceptionGroup
  Exception: ArithmeticError AssertionError AttributeError BufferError EOFError ImportError LookupError MemoryError NameError
    OSError ReferenceError RuntimeError StopAsyncIteration StopIteration SyntaxError SystemError TypeError ValueError Warning
  ArithmeticError: FloatingPointError OverflowError ZeroDivisionError
  ImportError: ModuleNotFoundError
  AttributeError: FrozenInstanceError
  LookupError: IndexError KeyError
  NameError: UnboundLocalError
  OSError: BlockingIOError ChildProcessError ConnectionError FileExistsError FileNotFoundError InterruptedError
    IsADirectoryError NotADirectoryError PermissionError ProcessLookupError TimeoutError
  ConnectionError: BrokenPipeError ConnectionAbortedError ConnectionRefusedError ConnectionResetError
  RuntimeError: NotImplementedError RecursionError
  SyntaxError: IndentationError
  IndentationError: TabError
  ValueError: UnicodeError
  UnicodeError: UnicodeDecodeError UnicodeEncodeError UnicodeTranslateError
  Warning: BytesWarning DeprecationWarning EncodingWarning FutureWarning ImportWarning PendingDeprecationWarning ResourceWarning
    RuntimeWarning SyntaxWarning UnicodeWarning UserWarning`;

const parents: ReadonlyMap<string, string> = new Map(
  families.split(/\n(?= {2}\S)/).flatMap((line) => {
    const [parent = "", ...children] = line.trim().split(/:?\s+/);
    return children.map((child) => [child, parent] as const);
  }),
);

/** Two names of one class. */
const twins = /^(IOError|EnvironmentError|WindowsError)$/;

/** What is known of the classes that an exception comes from: those of the repository, and the last names of all others. */
interface Lineage {
  readonly classes: readonly Value[];
  readonly names: readonly string[];
  /** There may be more of them. */
  readonly isOpen: boolean;
}

function lineOf(name: string): readonly string[] {
  const line = [twins.test(name) ? "OSError" : name];
  for (let one = parents.get(line[0] ?? ""); one !== undefined; one = parents.get(one)) line.push(one);
  return line;
}

function lineageOf({ type, value }: PythonRaise): Lineage {
  if (value?.kind === "class") {
    const classes = orderOfBases(value);
    const bases = classes.flatMap((one) => one.bases.filter((base) => base.kind !== "class"));
    const names = bases.flatMap((base) => (base.kind === "external" ? lineOf(lastOf(base.name)) : []));
    return { classes, names, isOpen: bases.some((base) => base.kind !== "external" || !isBuiltin(base.name)) };
  }
  const name = value?.kind === "external" ? lastOf(value.name) : type;
  return {
    classes: [],
    names: lineOf(name),
    isOpen: !(parents.has(name) || name === "BaseException" || twins.test(name)),
  };
}

function lastOf(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

function isBuiltin(name: string): boolean {
  return name.startsWith("builtins.");
}

/** What is raised: a class, or something external; `null` where it is not known. */
export function raisedBy(node: Expression, scope: Scope, machine: Machine): Value | null {
  if (node.kind === "call") {
    const callee = evaluate(node.callee, scope, machine);
    if (callee.kind === "class" || callee.kind === "external") return callee;
  }
  const value = evaluate(node, scope, machine);
  if (value.kind === "instance") return value.class;
  if (value.kind === "made") return { kind: "external", name: value.by };
  return value.kind === "class" || value.kind === "external" ? value : null;
}

/** Whether a handler catches an exception; `null` where that is not known. */
export function catches(handler: Handler, raised: PythonRaise, scope: Scope, machine: Machine): boolean | null {
  if (handler.exception === null) return true;
  const wanted = evaluate(handler.exception, scope, machine);
  if (isNoException(wanted)) raise("TypeError", "what is caught is no exception", handler.exception, scope);
  const lineage = lineageOf(raised);
  const answers = (wanted.kind === "tuple" ? wanted.items : [wanted]).map((one) => isIn(one, lineage));
  return answers.includes(true) ? true : answers.includes(null) ? null : false;
}

/** Whether Python surely refuses to catch it, once there is an exception. */
export function isNoException(wanted: Value): boolean {
  return wanted.kind === "tuple" ? wanted.items.some(isOther) : isOther(wanted);
}

function isOther(wanted: Value): boolean {
  switch (wanted.kind) {
    case "class":
      return orderOfBases(wanted).every(({ bases }) =>
        bases.every((base) => base.kind === "class" || isPlainBase(base)),
      );
    case "external":
      return plainClass.test(wanted.name);
    default:
      return never.has(wanted.kind);
  }
}

const never: ReadonlySet<Value["kind"]> = new Set([
  "constant",
  "list",
  "dict",
  "set",
  "function",
  "dag",
  "task",
  "group",
  "xcom",
  "instance",
] as const);
const plainClass =
  /^(?:builtins\.(?:object|str|int|float|bool|list|dict|tuple|set|type|len|print|range)|datetime\.(?:datetime|date|timedelta|timezone))$/;

function isPlainBase(base: Value): boolean {
  return base.kind === "external" && (plainClass.test(base.name) || /^(?:abc|enum)\./.test(base.name));
}

function isIn(wanted: Value, { classes, names, isOpen }: Lineage): boolean | null {
  if (wanted.kind === "class") return classes.includes(wanted) || (isOpen ? null : false);
  if (wanted.kind !== "external") return null;
  const last = lastOf(wanted.name);
  if (names.includes(lineOf(last)[0] ?? last)) return true;
  // Those of packages are seldom more than that.
  if (isOpen) return /^(Base)?Exception$/.test(last) ? true : null;
  return isBuiltin(wanted.name) ? false : null;
}
