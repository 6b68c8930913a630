import type { CodeValue } from "../../python/code/code-facts.ts";
import { defineRule } from "../define-rule.ts";
import { constantText, isTrue, quoteCode } from "./code-values.ts";
import { type ContainerSetting, settingsWithTemplates } from "./container-settings.ts";

const takeover = /^(?:CAP_)?(?:ALL|SYS_ADMIN|SYS_MODULE|SYS_PTRACE|SYS_RAWIO|BPF|DAC_READ_SEARCH)$/i;

export const operatorPodPrivileged = defineRule<{ what: string }>({
  id: "SEC-023",
  name: "operator-pod-privileged",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "line",
  summary: "A task runs its container privileged, or with capabilities that come to the same.",
  why: "A privileged container is root on the machine that it runs on, and so over every other pod there and its data. `SYS_ADMIN`, `SYS_MODULE`, `SYS_PTRACE`, `SYS_RAWIO`, `BPF` and `ALL` lead to the same. ENV-010 tells the same of manifests. What `pod_template_file` names is looked at in the repository, whatever it is called; where it is not there, it is open.",
  message: ({ what }) => `This container ${what}, so it can take over the machine that it runs on.`,
  remedy: () => "Leave it out; where the work needs a capability, add that one alone.",
  bad: `
    from airflow.providers.docker.operators.docker import DockerOperator

    DockerOperator(task_id="run", image="etl@sha256:${"0123456789abcdef".repeat(4)}", privileged=True)
  `,
  good: `
    from airflow.providers.docker.operators.docker import DockerOperator

    DockerOperator(task_id="run", image="etl@sha256:${"0123456789abcdef".repeat(4)}", privileged=False)
  `,
  check(subject, report) {
    for (const template of subject.podTemplates) {
      if ("unknown" in template) report.indeterminate(template.unknown);
    }
    for (const setting of settingsWithTemplates(subject)) {
      const what = powerOf(setting);
      if (what !== null) report(setting.span, { what });
    }
  },
});

function powerOf({ key, value, of }: ContainerSetting): string | null {
  if (key === "privileged") return isTrue(value) ? "is privileged" : null;
  const isAdding = key === "cap_add" || (key === "add" && (of === "V1Capabilities" || value.kind === "list"));
  const name = isAdding ? namesIn(value).find((one) => takeover.test(one)) : undefined;
  return name === undefined ? null : `has the capability ${quoteCode(name)}`;
}

function namesIn(value: CodeValue): readonly string[] {
  return value.kind === "list" ? value.items.flatMap((item) => constantText(item) ?? []) : [];
}
