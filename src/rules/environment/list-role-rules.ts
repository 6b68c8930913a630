import { isMap } from "../../formats/is-map.ts";
import type { ManifestFile } from "../../formats/manifest-file.ts";
import type { YamlDocument, YamlPath } from "../../formats/yaml-document.ts";

export interface RoleRule {
  readonly document: YamlDocument;
  readonly at: YamlPath;
  /** Where it has `*`. */
  readonly wildcards: readonly { readonly field: string; readonly index: number }[];
  /** Whether it allows everything, or to give oneself everything. */
  readonly isAdmin: boolean;
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
      return [{ document, at: ["rules", index], wildcards, isAdmin: has("resources") && has("verbs") }];
    });
  });
}

function isRole({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): boolean {
  return apiVersion.startsWith("rbac.authorization.k8s.io/") && (kind === "Role" || kind === "ClusterRole");
}
