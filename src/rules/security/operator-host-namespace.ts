import { defineRule } from "../define-rule.ts";
import { constantText, isTrue, quoteCode } from "./code-values.ts";
import { settingsWithTemplates } from "./container-settings.ts";

export const operatorHostNamespace = defineRule<{ key: string }>({
  id: "SEC-026",
  name: "operator-host-namespace",
  severity: "warning",
  confidence: "high",
  about: "python",
  reach: "line",
  summary: "A task's container shares the network, the processes or the memory of its machine.",
  why: "What keeps pods apart is then gone: it hears what others on the machine say to each other, reaches services that trust the machine (the cloud's metadata with its credentials among them), or reads the environment of other processes. ENV-011 tells the same of manifests.",
  message: ({ key }) => `With ${quoteCode(key)} this container is not kept apart from its machine.`,
  remedy: () => "Leave it out; a Service or a port of the pod makes it reachable.",
  bad: `
    from airflow.providers.docker.operators.docker import DockerOperator

    DockerOperator(task_id="run", image="etl@sha256:${"0123456789abcdef".repeat(4)}", network_mode="host")
  `,
  good: `
    from airflow.providers.docker.operators.docker import DockerOperator

    DockerOperator(task_id="run", image="etl@sha256:${"0123456789abcdef".repeat(4)}", network_mode="bridge")
  `,
  check(subject, report) {
    for (const { key, value, span } of settingsWithTemplates(subject)) {
      const isShared = /^(?:hostnetwork|host_network|host_pid|host_ipc)$/.test(key) && isTrue(value);
      const isMode = /^(?:network_mode|pid_mode|ipc_mode)$/.test(key) && constantText(value) === "host";
      if (isShared || isMode) report(span, { key });
    }
  },
});
