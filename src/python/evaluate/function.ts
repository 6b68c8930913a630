import { noteMissingInAnnotation } from "../dagster/refused/odd-annotations.ts";
import type { Block, Expression, FunctionDefinition, Place } from "../syntax/ast.ts";
import { localNames } from "../syntax/local-names.ts";
import { callValue, doubtCall } from "./call.ts";
import { evaluate } from "./evaluate.ts";
import { doubtMade, ofItems } from "./iterators.ts";
import { joinValues } from "./join-values.ts";
import { assign, type Machine, raise, textOf, type Yields } from "./machine.ts";
import { none, ofDict, ofString, ofTuple, unknown } from "./make-values.ts";
import { BudgetSpent, PythonRaise } from "./python-raise.ts";
import { runBlock } from "./run.ts";
import { createScope, privateName, type Scope } from "./scope.ts";
import type { Site } from "./site.ts";
import type { FunctionValue, GeneratorValue, GivenArgument, Value } from "./value.ts";

export function makeLambda(node: Extract<Expression, { kind: "lambda" }>, scope: Scope, machine: Machine): Value {
  return makeFunction(node, scope, machine);
}

function makeFunction(definition: FunctionValue["definition"], scope: Scope, machine: Machine): FunctionValue {
  const { parameters } = definition;
  const name = definition.kind === "lambda" ? "<lambda>" : definition.name;
  const defaults = parameters.flatMap((one) =>
    one.default === null ? [] : [[one.name, evaluate(one.default, scope, machine)] as const],
  );
  return { kind: "function", name, definition, parameters, defaults: new Map(defaults), scope, attributes: new Map() };
}

/** `def`, with its decorators. */
export function defineFunction(node: FunctionDefinition, scope: Scope, machine: Machine): void {
  const decorators = node.decorators.map((one) => ({ node: one, value: evaluate(one, scope, machine) }));
  for (const { annotation } of node.parameters) noteMissingInAnnotation(annotation, scope, machine);
  noteMissingInAnnotation(node.returns, scope, machine);
  let value: Value = makeFunction(node, scope, machine);
  for (const { node: written, value: decorator } of decorators.toReversed()) {
    const given = [{ name: null, value, place: node.namePlace, text: node.name }];
    value = callValue(decorator, given, { place: written, scope, machine });
  }
  assign(machine, scope, scope.kind === "class" ? privateName(node.name, scope) : node.name, value);
}

/** Runs a function that is known with the arguments given. */
export function callFunction(callee: FunctionValue, given: readonly GivenArgument[], site: Site<Place>): Value {
  const { definition } = callee;
  if (definition.kind === "function" && definition.isAsync) return doubtCall(callee.name, given, site);
  if (definition.kind === "function" && definition.isGenerator) return makeGenerator(callee, given, site);
  return runFunction(callee, given, site);
}

function makeGenerator(callee: FunctionValue, given: readonly GivenArgument[], site: Site<Place>): Value {
  const { definition } = callee;
  const { machine } = site;
  const born = machine.frame;
  let isSpent = false;
  const go = (each: ((item: Value) => void) | null): Yields => {
    isSpent = true;
    const collected: Yields = { values: [], isOpen: false, frame: machine.frame, each };
    const depth = machine.yields.push(collected);
    try {
      runFunction(callee, given, site);
    } catch (error) {
      if (!(error instanceof PythonRaise) || error.type !== "StopIteration") throw error;
      raise("RuntimeError", "generator raised StopIteration", site.place, site.scope);
    } finally {
      machine.yields.length = depth - 1;
    }
    return collected;
  };
  const run = (): readonly Value[] | null => {
    if (isSpent) return [];
    // What stands around a `yield` is around the code that gets the item, too.
    if (definition.kind === "function" && yieldsInContext(definition.body, callee.scope)) {
      doubtMade(machine, `\`${callee.name}()\` yields inside of a context`);
      machine.surprises += 1;
      return null;
    }
    const surprises = machine.surprises;
    const { isOpen, values } = go(null);
    return isOpen || machine.surprises > surprises ? null : values;
  };
  const drive: GeneratorValue["drive"] = (asking, each) => {
    if (isSpent || asking.frame !== born || made.doubts.all.length > 0) return false;
    go(each);
    return true;
  };
  const made: GeneratorValue = ofItems(run, machine, { isCode: true, isWhole: true, drive, mayMatter: () => true });
  return made;
}

function yieldsInContext(block: Block, scope: Scope): boolean {
  return block.some((one) => {
    if (one.kind === "function" || one.kind === "class") return false;
    const { body = [], otherwise = [] } = one as { body?: Block; otherwise?: Block }; // those that have blocks
    if (one.kind === "with") return /\byield\b/.test(scope.record.syntax.source.slice(one.start, one.end));
    const others = one.kind === "try" ? [...one.handlers.flatMap((handler) => handler.body), ...one.finally] : [];
    const cases = one.kind === "match" ? one.cases.flatMap((each) => each.body) : [];
    return yieldsInContext([...body, ...otherwise, ...others, ...cases], scope);
  });
}

function runFunction(callee: FunctionValue, given: readonly GivenArgument[], site: Site<Place>): Value {
  const { definition } = callee;
  const { place, scope, machine } = site;
  if (machine.depth >= machine.limits.depth)
    throw new BudgetSpent("its functions call each other too deeply to be followed");
  const locals = definition.kind === "function" ? localNames(definition.body) : undefined;
  const inner = createScope("function", callee.scope, callee.scope.record, locals);
  bindParameters(callee, given, inner, site);
  machine.depth += 1;
  try {
    if (definition.kind === "lambda") return evaluate(definition.body, inner, machine);
    const done = runBlock(definition.body, inner, machine);
    const last = done.kind === "return" ? done.value : none;
    if (done.maybe === null || done.maybe.returns.length === 0) return last;
    return joinValues([...done.maybe.returns, last], textOf(place, scope));
  } finally {
    machine.depth -= 1;
  }
}

function bindParameters(
  callee: FunctionValue,
  given: readonly GivenArgument[],
  inner: Scope,
  { place, scope, machine }: Site<Place>,
): void {
  const isOpen = given.some((one) => one.name === "*" || one.name === "**");
  const positional = given.filter((one) => one.name === null);
  const named = new Map(given.flatMap((one) => (one.name === null ? [] : [[one.name, one.value] as const])));
  named.delete("*");
  named.delete("**");
  const wrong = (message: string): never => raise("TypeError", `${callee.name}() ${message}`, place, scope, true);
  let at = 0;
  for (const { name, form } of callee.parameters) {
    if (form === "*") {
      const rest = positional.slice(at).map(({ value }) => value);
      at = positional.length;
      inner.names.set(name, isOpen ? unknown(`*${name}`, true) : ofTuple(rest));
      continue;
    }
    if (form === "**") {
      const rest = [...named].map(([key, value]) => [`str:${key}`, { key: ofString(key), value }] as const);
      named.clear();
      const dict = ofDict(rest, machine.frame);
      if (isOpen) dict.doubts.all.push({ reason: "arguments are passed on that are not known", frame: "always" });
      inner.names.set(name, dict);
      continue;
    }
    const byPosition = form === "keyword" ? undefined : positional[at]?.value;
    if (byPosition !== undefined) at += 1;
    if (byPosition !== undefined && form !== "positional" && named.has(name)) wrong(`is given '${name}' twice`);
    const value = byPosition ?? (form === "positional" ? undefined : named.get(name)) ?? callee.defaults.get(name);
    if (byPosition === undefined) named.delete(name);
    if (value === undefined && !isOpen) wrong(`misses the argument '${name}'`);
    inner.names.set(
      name,
      isOpen && byPosition === undefined && value === callee.defaults.get(name)
        ? unknown(name, true)
        : (value ?? unknown(name, true)),
    );
  }
  if (!isOpen && at < positional.length) wrong("takes fewer arguments");
  const [extra] = named.keys();
  if (!isOpen && extra !== undefined) wrong(`takes no argument '${extra}'`);
}
