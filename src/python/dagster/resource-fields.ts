import { externalBase, orderOfBases } from "../evaluate/class.ts";
import { doubtAll } from "../evaluate/machine.ts";
import type { ClassValue, ConstantValue, GivenArgument, InstanceValue, NativeCall, Value } from "../evaluate/value.ts";
import { isNone, stringOf } from "../evaluate/value-contents.ts";
import { valueOfAnnotation } from "./annotations.ts";
import { type ConfigField, fieldsOf, hasPlainBases, isLimited, isRequired, type Schema } from "./config-fields.ts";
import { typeSchema } from "./config-types.ts";
import { noteRefusedCall } from "./refused/note-refusal.ts";
import { fieldFlaws } from "./refused/odd-configs.ts";

/** Looks at what keeps a resource or a config from being made: what pydantic does not take for a field, or what is not given. */
export function noteOddFields({ class: made }: InstanceValue, call: NativeCall): void {
  const { arguments: given, machine } = call;
  const own = `\`${made.name.slice(0, 60)}\``;
  const isResource = /^dagster\.Configurable/.test(externalBase(made) ?? "");
  for (const { said, isSure } of isResource ? fieldFlaws(made, machine) : [])
    if (isSure) noteRefusedCall(said, call);
    else machine.surprises += 1;
  if (given.some(({ name }) => name === null)) doubtAll(machine, `${own} is given what has no name`);
  if (given.some(({ name }) => name === null || name.startsWith("*"))) return;
  const fields = [...fieldsOf(made).values()];
  const isOpen = externalBase(made) === "dagster.PermissiveConfig";
  if (!isOpen && given.some((one) => !fields.some(({ name }) => name === one.name))) machine.surprises += 1; // it may raise
  for (const field of fields) {
    const one = given.find(({ name }) => name === field.name);
    const answer = isTaken(field, one, made, call);
    const problem = one === undefined ? "made without" : "given another value than it takes for";
    if (answer === false) noteRefusedCall(`${own} is ${problem} \`${field.name.slice(0, 60)}\``, call);
    if (answer === null) machine.surprises += 1; // it may raise
  }
}

/** Whether a field has what it needs; `null` where that is not known. */
function isTaken(
  field: ConfigField,
  one: GivenArgument | undefined,
  made: ClassValue,
  { machine }: NativeCall,
): boolean | null {
  const isPlain = hasPlainBases(made);
  const { annotation, owner } = field;
  const type = typeSchema(annotation, owner.scope, machine, 0);
  if (one === undefined && !isRequired(field)) return true;
  if (one === undefined) return isPlain && type !== null && type !== "none" && !type.isOptional ? false : null;
  if (type !== null && type !== "none") {
    const answer = type.limits.length > 0 || isLimited(field) ? null : ofSchema(one.value, type.schema);
    return answer === false && !isPlain ? null : answer;
  }
  const named = valueOfAnnotation(annotation, owner.scope, machine);
  const isIts =
    named?.kind === "class" && one.value.kind === "instance" && orderOfBases(one.value.class).includes(named);
  return isIts ? true : null;
}

/** Pydantic reads numbers of texts and the like, which is not followed. */
function ofSchema(value: Value, schema: Schema): boolean | null {
  const types = [schema.type].flat();
  if (isNone(value)) return types.includes("null") ? true : schema.type === undefined ? null : false;
  const [type] = types.filter((one) => one !== "null");
  if (value.kind === "dagster") return value.symbol === environment[String(type)] ? true : null;
  if (value.kind === "instance") return schema.properties === undefined ? null : true;
  return value.kind === "constant" ? ofType(value, type, schema.enum) : null;
}

function ofType(value: ConstantValue, type: unknown, choices: Schema["enum"]): boolean | null {
  const text = stringOf(value);
  switch (type) {
    case "string":
      return text !== null;
    case "integer":
      return value.constant.type === "int" ? true : text !== null && !/\d/.test(text) ? false : null;
    case "number":
      return /^(int|float)$/.test(value.constant.type) ? true : null;
    case "boolean":
      return value.constant.type === "bool" ? true : null;
    default:
      return Array.isArray(choices) && text !== null && choices.includes(text) ? true : null;
  }
}

/** What stands for a value of the environment, by the type of a field. */
const environment: Readonly<Record<string, string>> = {
  __proto__: null as never,
  string: "EnvVar",
  integer: "EnvVar.int",
};
