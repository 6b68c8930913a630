import type { Span } from "../../domain/finding.ts";
import type { CallFact, CodeFacts, CodeValue } from "../../python/code/code-facts.ts";
import type { FileSubject, PodTemplate } from "../subject.ts";
import { constantText, operatorOf, valuesIn } from "./code-values.ts";
import { type GivenAttribute, givenAttributes } from "./given-attributes.ts";
import { isPodOperator } from "./shell-commands.ts";
import { yamlValues } from "./yaml-values.ts";

/** One setting of a container or pod: as an operator's argument, of a Kubernetes class, in a dictionary, in YAML, or as an attribute. */
export interface ContainerSetting {
  /** In snake case: `host_network`. */
  readonly key: string;
  readonly value: CodeValue;
  readonly span: Span;
  /** What it is given to, such as `V1PodSpec` or `DockerOperator`. */
  readonly of: string;
}

const known = new WeakMap<CodeFacts, readonly ContainerSetting[]>();

/** All settings of containers and pods in a file; those of a value that is used twice stand once. */
export function containerSettings(code: CodeFacts): readonly ContainerSetting[] {
  const before = known.get(code);
  if (before !== undefined) return before;
  const seen = new Set<CodeValue>();
  const isOfContainers = code.imports.some(({ path }) =>
    /^(?:kubernetes|docker)\b|cncf\.kubernetes|^airflow\.providers\.docker\b/.test(path),
  );
  const ofAttributes = isOfContainers ? givenAttributes(code).flatMap(ofAttribute) : [];
  const ofCalls = code.calls.flatMap((call) => {
    const of = containerOf(call);
    if (of === null) return [];
    return call.arguments.flatMap(({ name, value, span }) => [
      ...(name === null ? [] : [{ key: snake(name), value, span, of }]),
      ...(name !== null && yaml.test(name) ? inYaml(value, span, seen) : [value]).flatMap((one) =>
        entriesIn(one, of, seen),
      ),
    ]);
  });
  const settings = [...ofCalls, ...ofAttributes];
  known.set(code, settings);
  return settings;
}

/** The settings of a file's code, and those of the templates that its tasks name, each where its file is named. */
export function settingsWithTemplates({ code, podTemplates }: WithTemplates): readonly ContainerSetting[] {
  return code === null ? [] : [...containerSettings(code), ...podTemplates.flatMap(settingsOfTemplate)];
}

export type WithTemplates = Pick<FileSubject, "code" | "podTemplates">;

const knownTemplates = new WeakMap<PodTemplate, readonly ContainerSetting[]>();

function settingsOfTemplate(template: PodTemplate): readonly ContainerSetting[] {
  if ("unknown" in template) return [];
  const before = knownTemplates.get(template);
  if (before !== undefined) return before;
  const { text, span } = template;
  const settings = yamlValues(text, span).flatMap((one) => entriesIn(one, "pod_template_file", new Set()));
  knownTemplates.set(template, settings);
  return settings;
}

/** Arguments that take YAML's text. */
const yaml = /^(?:yaml_conf|pod_template_dict|full_pod_spec|pod_template|job_template)$/;

function inYaml(value: CodeValue, span: Span, seen: Set<CodeValue>): readonly CodeValue[] {
  const text = constantText(value);
  if (text === null) return [value];
  if (seen.has(value)) return [];
  seen.add(value);
  return yamlValues(text, span);
}

/** What makes a pod of a cluster, or a container, by Docker's own client. */
const makers =
  /^airflow\..*\.Kubernetes(?:Create|Apply)ResourceOperator$|^docker\.(?:from_env|(?:client\.)?(?:DockerClient|APIClient)|client\.from_env)\(\)\.(?:containers\.(?:run|create)|create_container|create_host_config)$/;

/** `pod.spec.host_pid = True` */
function ofAttribute({ name, value, span }: GivenAttribute): readonly ContainerSetting[] {
  return [{ key: snake(name), value, span, of: "attribute" }];
}

function containerOf({ paths, arguments: given }: CallFact): string | null {
  for (const path of paths) {
    const last = operatorOf(path);
    if (makers.test(path)) return last;
    if (/^V1[A-Z]\w+$/.test(last) || (isPodOperator(last) && /airflow/.test(path)) || /^docker\.types\./.test(path))
      return last;
    if (/^airflow\..*\.task\.(?:docker|kubernetes)$/.test(path)) return `@task.${last}`;
  }
  return given.some(({ name }) => name === "executor_config") ? "executor_config" : null;
}

function entriesIn(value: CodeValue, of: string, seen: Set<CodeValue>): readonly ContainerSetting[] {
  return [...valuesIn(value)].flatMap((one) => {
    if (one.kind !== "dict" || seen.has(one)) return [];
    seen.add(one);
    return one.entries.flatMap(({ key, value: held, span }) =>
      key === null ? [] : [{ key: snake(key), value: held, span, of }],
    );
  });
}

function snake(name: string): string {
  return name.replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
}
