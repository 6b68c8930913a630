import type { Span } from "../../domain/finding.ts";
import type { CallFact, CodeFacts, CodeValue } from "../../python/code/code-facts.ts";
import { argumentOf, constantText, isTrue, operatorOf, writtenText } from "./code-values.ts";
import { type GivenAttribute, givenAttributes, makerOf } from "./given-attributes.ts";
import { processWords } from "./process-words.ts";

/** A text that a shell runs. */
export interface ShellCommand {
  readonly value: CodeValue;
  readonly span: Span;
  /** What gives it to the shell, such as `BashOperator`. */
  readonly by: string;
}

const known = new WeakMap<CodeFacts, readonly ShellCommand[]>();

/** Every text that a file hands to a shell: of operators and their `default_args`, of `@task.bash`, of `subprocess` and `os`. */
export function shellCommands(code: CodeFacts): readonly ShellCommand[] {
  const before = known.get(code);
  if (before !== undefined) return before;
  const commands = [
    ...code.calls.flatMap(commandsOfCall),
    ...new Map(code.calls.flatMap(commandsOfDefaults).map((one) => [one.value, one])).values(),
    ...givenAttributes(code).flatMap(commandsOfAttribute),
    ...code.returns.flatMap(commandsOfReturn),
  ];
  known.set(code, commands);
  return commands;
}

/** Which argument of which operator a shell reads. */
const operators: ReadonlyMap<string, string> = new Map([
  ["BashOperator", "bash_command"],
  ["BashSensor", "bash_command"],
  ["SSHOperator", "command"],
  ["SSHRemoteJobOperator", "command"],
  ["WinRMOperator", "command"],
]);

const shells: ReadonlySet<string> = new Set([
  "os.system",
  "os.popen",
  "subprocess.getoutput",
  "subprocess.getstatusoutput",
]);
const processes =
  /^subprocess\.(?:run|call|check_call|check_output|Popen)$|^asyncio\.(?:create_subprocess_shell|subprocess\.create_subprocess_shell)$/;

function commandsOfCall(call: CallFact): readonly ShellCommand[] {
  return call.paths.flatMap((path): readonly ShellCommand[] => {
    const by = operatorOf(path);
    const name = operators.get(by);
    if (name !== undefined && /airflow/.test(path)) return ofArgument(call, name, null, by);
    if (/\.exec_command$/.test(path)) return ofArgument(call, "command", 0, "exec_command");
    if (shells.has(path)) return ofArgument(call, "cmd", 0, path).concat(ofArgument(call, "command", null, path));
    if (processes.test(path)) return ofProcess(call, path);
    if (isPodOperator(by)) return ofContainer(call, by);
    return ofWords(call, path);
  });
}

/** `DAG(default_args={"bash_command": …})`; dictionaries that several DAGs share are one. */
function commandsOfDefaults(call: CallFact): readonly ShellCommand[] {
  const given = argumentOf(call, "default_args")?.value;
  if (given?.kind !== "dict" || !call.paths.some((path) => /airflow/.test(path))) return [];
  return given.entries.flatMap(({ key, value, span }) =>
    key === "bash_command" ? [{ value, span, by: "BashOperator" }] : [],
  );
}

/** `task.bash_command = …`; `command` only of a task that is known for one that takes it. */
function commandsOfAttribute(given: GivenAttribute): readonly ShellCommand[] {
  const { name, value, span } = given;
  if (name === "bash_command") return [{ value, span, by: "BashOperator" }];
  const maker = makerOf(given, (path) => operators.get(operatorOf(path)) === name);
  return maker === null ? [] : [{ value, span, by: operatorOf(maker) }];
}

function ofArgument(call: CallFact, name: string, position: number | null, by: string): readonly ShellCommand[] {
  const given = argumentOf(call, name, position);
  return given === null ? [] : [{ value: given.value, span: given.span, by }];
}

function ofProcess(call: CallFact, path: string): readonly ShellCommand[] {
  const given = argumentOf(call, "args", 0) ?? argumentOf(call, "cmd", 0);
  if (given === null) return [];
  return /_shell$/.test(path) || isTrue(argumentOf(call, "shell")?.value)
    ? [{ ...given, by: path }]
    : ofWords(call, path);
}

export function isPodOperator(name: string): boolean {
  return /^(?:KubernetesPodOperator|GKEStartPodOperator|EksPodOperator|KubernetesJobOperator|DockerOperator|DockerSwarmOperator)$/.test(
    name,
  );
}

/** `["sh", "-c", script]` */
function ofWords(call: CallFact, by: string): readonly ShellCommand[] {
  const given = processWords(call, by);
  return given === null ? [] : scriptOf(given.words).map((value) => ({ value, span: given.span, by }));
}

/** A container's command is read by a shell only where it starts one. */
function ofContainer(call: CallFact, by: string): readonly ShellCommand[] {
  const parts = ["cmds", "arguments", "entrypoint", "command"].flatMap((name) => argumentOf(call, name) ?? []);
  const all = parts.flatMap(({ value, span }) =>
    (value.kind === "list" ? value.items : [value]).map((item) => ({ value: item, span, by })),
  );
  const shell = all.findIndex(({ value }) => startsShell(writtenText(value) ?? ""));
  return shell === -1 ? [] : all.slice(shell);
}

function startsShell(text: string): boolean {
  return /^(?:\/(?:usr\/)?bin\/)?(?:ba|da|z|k)?sh(?:\s+-\w*c\b|$)/.test(text.trim());
}

/** The script of `["bash", "-c", script]`. */
function scriptOf(words: readonly CodeValue[]): readonly CodeValue[] {
  if (!startsShell(constantText(words[0]) ?? "")) return [];
  const flag = words.findIndex((word) => /^-\w*c$/.test(constantText(word) ?? ""));
  const script = flag === -1 ? undefined : words[flag + 1];
  return script === undefined ? [] : [script];
}

function commandsOfReturn({ decorators, value, span }: CodeFacts["returns"][number]): readonly ShellCommand[] {
  const isShell = decorators.some((path) => /(?:^|\.)task\.(?:bash|ssh)(?:\(\))?$/.test(path));
  return isShell ? [{ value, span, by: "@task.bash" }] : [];
}
