import { isMap } from "../../formats/is-map.ts";
import type { ManifestFile } from "../../formats/manifest-file.ts";
import type { YamlDocument, YamlPath } from "../../formats/yaml-document.ts";

export interface RoleRule {
  readonly document: YamlDocument;
  readonly at: YamlPath;
  /** Where it has `*`. */
  readonly wildcards: readonly { readonly field: string; readonly index: number }[];
  /** Whether it allows everything. */
  readonly isAdmin: boolean;
  /** Verbs by which one gives oneself what one has not. */
  readonly takeovers: readonly { readonly verb: string; readonly index: number }[];
}

/** The rules of all roles of a file. */
export function listRoleRules({ manifests }: ManifestFile): readonly RoleRule[] {
  return manifests.filter(isRole).flatMap((document) => {
    const rules = document.value.rules;
    if (!Array.isArray(rules)) return [];
    return rules.flatMap((rule: unknown, index): readonly RoleRule[] => {
      if (!isMap(rule)) return [];
      const wildcards = ["apiGroups", "resources", "verbs"].flatMap((field) => {
        const values = rule[field];
        const star = Array.isArray(values) ? values.indexOf("*") : -1;
        return star === -1 ? [] : [{ field, index: star }];
      });
      const has = (field: string): boolean => wildcards.some((one) => one.field === field);
      return [
        {
          document,
          at: ["rules", index],
          wildcards,
          isAdmin: has("resources") && has("verbs"),
          takeovers: takeoversOf(rule),
        },
      ];
    });
  });
}

/** `bind` and `impersonate` are meant for some roles and accounts that are named. https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks */
function takeoversOf({ verbs, resources, resourceNames }: Readonly<Record<string, unknown>>): RoleRule["takeovers"] {
  const of: readonly unknown[] = Array.isArray(resources) ? resources : [];
  const isLimited = Array.isArray(resourceNames) && resourceNames.length > 0;
  return (Array.isArray(verbs) ? verbs : []).flatMap((verb: unknown, index) => {
    const meant = typeof verb === "string" ? takeovers.get(verb) : undefined;
    const isMeant = meant !== undefined && of.some((one) => typeof one === "string" && meant.test(one));
    return isMeant && (verb === "escalate" || !isLimited) ? [{ verb: String(verb), index }] : [];
  });
}

/** Verbs, with the resources on which they give power. */
const takeovers: ReadonlyMap<string, RegExp> = new Map([
  ["escalate", /^(?:\*|(?:cluster)?roles)$/],
  ["bind", /^(?:\*|(?:cluster)?roles)$/],
  ["impersonate", /^(?:\*|users|groups|serviceaccounts|userextras\/.*)$/],
]);

function isRole({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): boolean {
  return apiVersion.startsWith("rbac.authorization.k8s.io/") && (kind === "Role" || kind === "ClusterRole");
}
