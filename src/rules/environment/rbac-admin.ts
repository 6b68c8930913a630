import { isMap } from "../../formats/is-map.ts";
import type { Manifest } from "../../formats/manifest-file.ts";
import type { YamlPath } from "../../formats/yaml-document.ts";
import { defineRule } from "../define-rule.ts";
import { listRoleRules, type RoleRule } from "./list-role-rules.ts";
import { reportRendered } from "./report-rendered.ts";

export const rbacAdmin = defineRule<{ what: string }>({
  id: "ENV-015",
  name: "rbac-admin",
  severity: "error",
  confidence: "high",
  about: "manifest",
  reach: "line",
  summary:
    "A role allows every verb on every resource, or to take any right (`escalate`, `bind`, `impersonate`), a binding gives `cluster-admin`, or one is for everybody.",
  why: "Such an account can read every secret, change every deployment and give itself more. What runs with it on a workflow node can undo every approval.",
  message: ({ what }) => `This ${what}.`,
  remedy: () => "Give the verbs on the resources that are needed, to the service account that needs them.",
  bad: `
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRoleBinding
    metadata:
      name: worker
    roleRef:
      apiGroup: rbac.authorization.k8s.io
      kind: ClusterRole
      name: cluster-admin
    subjects:
      - kind: ServiceAccount
        name: worker
        namespace: airflow
  `,
  good: `
    apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    metadata:
      name: worker
      namespace: airflow
    roleRef:
      apiGroup: rbac.authorization.k8s.io
      kind: Role
      name: worker
    subjects:
      - kind: ServiceAccount
        name: worker
        namespace: airflow
  `,
  check({ manifests }, report) {
    const tell = reportRendered(manifests, report);
    if (manifests === null) return;
    for (const rule of listRoleRules(manifests)) {
      for (const { at, what } of powersOf(rule)) tell(() => rule.document.spanOf(at), { what });
    }
    for (const manifest of manifests.manifests.filter(isBinding)) {
      const { roleRef, subjects } = manifest.value;
      if (isMap(roleRef) && roleRef.kind === "ClusterRole" && roleRef.name === "cluster-admin") {
        tell(() => manifest.spanOf(["roleRef", "name"]), { what: "binding gives `cluster-admin`" });
      }
      for (const [index, subject] of (Array.isArray(subjects) ? subjects : []).entries()) {
        const name = isMap(subject) ? subject.name : null;
        if (typeof name !== "string" || !everybody.has(name)) continue;
        tell(() => manifest.spanOf(["subjects", index, "name"]), { what: `binding is for everybody (\`${name}\`)` });
      }
    }
  },
});

function powersOf({ at, isAdmin, takeovers }: RoleRule): readonly { readonly at: YamlPath; readonly what: string }[] {
  const all = isAdmin ? [{ at: [...at, "verbs"], what: "role allows every verb on every resource" }] : [];
  const some = takeovers.map(({ verb, index }) => {
    return { at: [...at, "verbs", index], what: `role allows to \`${verb}\`, and so to take any right` };
  });
  return [...all, ...some];
}

const everybody: ReadonlySet<string> = new Set([
  "system:anonymous",
  "system:unauthenticated",
  "system:authenticated",
  "system:serviceaccounts",
]);

function isBinding({ apiVersion, kind }: Manifest): boolean {
  return (
    apiVersion.startsWith("rbac.authorization.k8s.io/") && (kind === "RoleBinding" || kind === "ClusterRoleBinding")
  );
}
