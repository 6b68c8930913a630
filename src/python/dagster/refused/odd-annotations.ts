import { quoteName } from "../../../formats/did-you-mean.ts";
import { externalBase } from "../../evaluate/class.ts";
import { doubtAll, type Machine } from "../../evaluate/machine.ts";
import { builtinOf } from "../../evaluate/names.ts";
import { isHalfBound, lookUp, moduleOf, type Scope } from "../../evaluate/scope.ts";
import type { FunctionValue } from "../../evaluate/value.ts";
import type { Expression } from "../../syntax/ast.ts";
import { isTextual, valueOfAnnotation } from "../annotations.ts";
import type { DagsterValue } from "../dagster-values.ts";
import { contextNames } from "../inputs.ts";
import { type Flaw, perhaps, surely } from "./flaw.ts";

/** What Dagster looks at the annotations of, and makes an op of. */
const operations = /^(op|asset|multi_asset|asset_check|multi_asset_check)$/;
const looking = /^(op|(multi_)?asset(_check)?|schedule|sensor)$/;
const decorators = /^\w*(op|asset|asset_check|schedule|sensor|graph|job)$/;

/** Annotations that Dagster refuses, be it for what they are or because it cannot read them. */
export function oddAnnotations(made: DagsterValue, machine: Machine): readonly Flaw[] {
  const { callee, symbol } = made;
  if (callee === null || !decorators.test(symbol)) return [];
  return [
    ...(operations.test(symbol) ? [...ofContext(callee, machine), ...ofManagers(callee, machine)] : []),
    ...unread(callee, looking.test(symbol), machine),
  ];
}

/** As `_validate_context_type_hint` in dagster/_core/definitions/op_definition.py: the annotation must be one of three classes itself. */
function ofContext({ name, parameters, scope }: FunctionValue, machine: Machine): readonly Flaw[] {
  const [first] = parameters;
  if (first === undefined || !contextNames.has(first.name) || first.annotation === null) return [];
  const { annotation } = first;
  const shown = `the annotation of ${quoteName(first.name)}`;
  const refused = surely(
    `The function ${quoteName(name)} annotates ${quoteName(first.name)} with what is none of \`AssetExecutionContext\`, \`OpExecutionContext\` and \`AssetCheckExecutionContext\`${isTextual(annotation, scope) ? ", but text" : ""}`,
  );
  if (isTextual(annotation, scope) || annotation.kind === "subscript" || annotation.kind === "binary") return refused;
  const value = valueOfAnnotation(annotation, scope, machine);
  if (value?.kind === "class") return value.isOpaque ? perhaps(shown) : refused;
  if (value?.kind !== "external") return perhaps(shown);
  if (/^dagster\.(\w+\.)*(Asset|Op|AssetCheck)ExecutionContext$/.test(value.name)) return [];
  return /^(dagster|builtins|typing)\./.test(value.name) ? refused : perhaps(shown);
}

/** Resources that are no `ConfigurableResource` give something else to functions, as `validate_resource_annotated_function` has it. */
function ofManagers({ name, parameters, scope }: FunctionValue, machine: Machine): readonly Flaw[] {
  return parameters.flatMap((one): readonly Flaw[] => {
    const value = one.annotation?.kind === "subscript" ? null : valueOfAnnotation(one.annotation, scope, machine);
    const base = value?.kind === "class" ? externalBase(value) : null;
    if (!/^dagster\.Configurable(IOManager|Legacy|\w*Factory)/.test(base ?? "")) return [];
    return surely(
      `The function ${quoteName(name)} annotates ${quoteName(one.name)} with an IO manager or a factory of resources, which \`ResourceParam\` alone can name`,
    );
  });
}

/** Names in annotations that are not there, which `typing.get_type_hints` looks up in the module, where they are text. */
function unread(
  { name, definition, parameters, scope }: FunctionValue,
  isLooked: boolean,
  machine: Machine,
): readonly Flaw[] {
  const returns = definition.kind === "function" ? definition.returns : null;
  const all = [...parameters.map(({ annotation }) => annotation), returns];
  return all.flatMap((annotation) =>
    (annotation === null ? [] : namesIn(annotation, isTextual(annotation, scope), machine)).flatMap(
      ({ id, isText }) => {
        const home = isText ? moduleOf(scope) : scope;
        const found = lookUp(home, id) ?? builtinOf(id, scope);
        const shown = `${quoteName(id)}, an annotation in ${quoteName(name)}`;
        if (found !== undefined) return isHalfBound(home, id) ? perhaps(shown) : [];
        return isText && isLooked
          ? surely(
              `The function ${quoteName(name)} has the annotation ${quoteName(id)}, which its module does not bind when Dagster looks for it`,
            )
          : perhaps(shown);
      },
    ),
  );
}

/** Notes names in an annotation that Python reads at once, and does not find; looked for in code locations alone. */
export function noteMissingInAnnotation(annotation: Expression | null, scope: Scope, machine: Machine): void {
  if (annotation === null || machine.surroundings.isPackaged !== true || isTextual(annotation, scope)) return;
  const odd = namesIn(annotation, false, machine).find(
    ({ id, isText }) => !isText && lookUp(scope, id) === undefined && builtinOf(id, scope) === undefined,
  );
  if (odd !== undefined) doubtAll(machine, `${quoteName(odd.id)}, which an annotation names, is not defined here`);
  if (hasNumber(annotation)) machine.surprises += 1; // it may raise
  for (const one of attributesIn(annotation))
    if (valueOfAnnotation(one, scope, machine) === null) machine.surprises += 1; // it may raise
}

/** Whether a type is made of numbers, which may stand in `Literal[…]` and behind the type in `Annotated[…]`. */
function hasNumber(annotation: Expression, depth = 0): boolean {
  if (annotation.kind !== "subscript" || depth > 20 || /^(Literal|Annotated)$/.test(headOf(annotation))) return false;
  const items = annotation.index.kind === "tuple" ? annotation.index.items : [annotation.index];
  return items.some((one) =>
    one.kind === "constant" ? /^(int|float|bool|bytes)$/.test(one.constant.type) : hasNumber(one, depth + 1),
  );
}

function headOf({ value }: Extract<Expression, { kind: "subscript" }>): string {
  return value.kind === "attribute" ? value.name : value.kind === "name" ? value.id : "";
}

/** The attributes that an annotation is made of, such as `dg.Config`. */
function attributesIn(annotation: Expression, depth = 0): readonly Expression[] {
  const inner = (one: Expression): readonly Expression[] => (depth > 20 ? [] : attributesIn(one, depth + 1));
  if (annotation.kind === "attribute") return [annotation];
  if (annotation.kind === "subscript") return [...inner(annotation.value), ...inner(annotation.index)];
  if (annotation.kind === "binary") return [...inner(annotation.left), ...inner(annotation.right)];
  return annotation.kind === "tuple" || annotation.kind === "list" ? annotation.items.flatMap(inner) : [];
}

interface NameIn {
  readonly id: string;
  /** Whether it is text that is read later. */
  readonly isText: boolean;
}

/** The names that an annotation is made of; what is in `Literal[…]` and `Annotated[…]` beside the type is none. */
function namesIn(annotation: Expression, isText: boolean, machine: Machine, depth = 0): readonly NameIn[] {
  const inner = (one: Expression): readonly NameIn[] => (depth > 20 ? [] : namesIn(one, isText, machine, depth + 1));
  switch (annotation.kind) {
    case "name":
      return [{ id: annotation.id, isText }];
    case "attribute":
      return inner(annotation.value);
    case "subscript": {
      const head = headOf(annotation);
      if (head === "Literal") return inner(annotation.value);
      const isMore = head === "Annotated" && annotation.index.kind === "tuple";
      return [...inner(annotation.value), ...(isMore ? [] : inner(annotation.index))];
    }
    case "binary":
      return [...inner(annotation.left), ...inner(annotation.right)];
    case "tuple":
    case "list":
      return annotation.items.flatMap(inner);
    case "constant": {
      if (annotation.constant.type !== "str" || annotation.constant.value.length > 300) return [];
      const [first] = machine.surroundings.parse(annotation.constant.value)?.body ?? [];
      return first?.kind === "expression" && depth < 20 ? namesIn(first.value, true, machine, depth + 1) : [];
    }
    default:
      return [];
  }
}
