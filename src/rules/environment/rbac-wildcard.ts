import { defineRule } from "../define-rule.ts";
import { listRoleRules } from "./list-role-rules.ts";
import { reportRendered } from "./report-rendered.ts";

export const rbacWildcard = defineRule<{ field: string }>({
  id: "ENV-014",
  name: "rbac-wildcard",
  severity: "warning",
  confidence: "high",
  about: "manifest",
  reach: "line",
  summary: "A role allows `*`: every verb, resource or API group.",
  why: "A wildcard also allows what comes later: resources of operators that are installed next year, and verbs such as `escalate` that nobody thought of. A role that allows everything is told by `rbac-admin`.",
  message: ({ field }) => `This role allows \`*\` as \`${field}\`, and so what nobody has thought of yet.`,
  remedy: ({ field }) => `List the ${field} that are needed.`,
  bad: role("[get, list]", '["*"]'),
  good: role("[get, list]", "[pods, pods/log]"),
  check({ manifests }, report) {
    const tell = reportRendered(manifests, report);
    if (manifests === null) return;
    for (const { document, at, wildcards, isAdmin } of listRoleRules(manifests)) {
      if (isAdmin) continue;
      for (const { field, index } of wildcards) tell(() => document.spanOf([...at, field, index]), { field });
    }
  },
});

function role(verbs: string, resources: string): string {
  return `
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata:
      name: worker
    rules:
      - apiGroups: [""]
        resources: ${resources}
        verbs: ${verbs}
  `;
}
