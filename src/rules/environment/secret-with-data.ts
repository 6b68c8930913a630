import { isUnknown } from "../../formats/helm-template.ts";
import { isMap } from "../../formats/is-map.ts";
import type { Manifest } from "../../formats/manifest-file.ts";
import type { YamlPath } from "../../formats/yaml-document.ts";
import { defineRule } from "../define-rule.ts";
import { reportRendered } from "./report-rendered.ts";

export const secretWithData = defineRule<{ key: string; more: number }>({
  id: "ENV-007",
  name: "secret-with-data",
  severity: "error",
  confidence: "high",
  about: "manifest",
  reach: "file",
  summary: "A plain `Secret` of Kubernetes, or what Kustomize makes one of, has data in it.",
  why: "Whoever can read the repository, now or in its history, has the secret: base64 hides nothing. Placeholders that are filled in later, values that SOPS encrypted, and the entries of an Argo CD repository that are no secret (its type and URL) are not told.",
  message: ({ key, more }) =>
    more === 0
      ? `This Secret has the value of \`${key}\` in plain sight.`
      : `This Secret has the values of \`${key}\` and ${more} more in plain sight.`,
  remedy: () =>
    "Take it out, change the secret where it is used, and let the cluster make it: an ExternalSecret, a SealedSecret, SOPS.",
  bad: `
    apiVersion: v1
    kind: Secret
    metadata:
      name: results-database
    stringData:
      connection: host=results user=etl
  `,
  good: `
    apiVersion: external-secrets.io/v1
    kind: ExternalSecret
    metadata:
      name: results-database
    spec:
      secretStoreRef:
        name: vault
      data:
        - secretKey: connection
          remoteRef:
            key: results/connection
  `,
  check({ manifests }, report) {
    const tell = reportRendered(manifests, report);
    for (const document of manifests?.documents ?? []) {
      for (const { at, key } of generatedSecrets(document.value)) tell(() => document.spanOf(at), { key, more: 0 });
    }
    for (const manifest of manifests === null ? [] : [...manifests.manifests, ...manifests.inner.manifests]) {
      if (manifest.apiVersion !== "v1" || manifest.kind !== "Secret" || "sops" in manifest.value) continue;
      const plain = ["data", "stringData"].flatMap((field) => plainKeys(manifest, field));
      const [first] = plain;
      if (first === undefined) continue;
      tell(() => manifest.spanOf([first.field, first.key]), { key: shorten(first.key), more: plain.length - 1 });
    }
  },
});

/** What Kustomize makes Secrets of, written out. */
function generatedSecrets(value: unknown): readonly { readonly at: YamlPath; readonly key: string }[] {
  const generators = isMap(value) && Array.isArray(value.secretGenerator) ? value.secretGenerator : [];
  return generators.flatMap((generator: unknown, index) => {
    const literals = isMap(generator) && Array.isArray(generator.literals) ? generator.literals : [];
    return literals.flatMap((literal: unknown, place) => {
      const [key = "", ...rest] = typeof literal === "string" ? literal.split("=") : [];
      const at = ["secretGenerator", index, "literals", place];
      return isPlain(rest.join("=")) ? [{ at, key: shorten(key) }] : [];
    });
  });
}

/** What Argo CD's declarative repositories and clusters have besides their credentials. */
const harmless =
  /^(?:type|url|name|project|server|namespaces|clusterResources|enableOCI|enableLfs|insecure|forceHttpBasicAuth|useAzureWorkloadIdentity|depth|githubApp(?:ID|InstallationID|EnterpriseBaseUrl)|proxy|noProxy)$/;

function plainKeys({ value }: Manifest, field: string): readonly { readonly field: string; readonly key: string }[] {
  const data = value[field];
  if (!isMap(data)) return [];
  const isArgoCd = isOfArgoCd(value);
  return Object.entries(data)
    .filter(([key, text]) => !(isArgoCd && harmless.test(key)) && isPlain(text))
    .map(([key]) => ({ field, key }));
}

function isOfArgoCd({ metadata }: Manifest["value"]): boolean {
  const labels = isMap(metadata) ? metadata.labels : null;
  return isMap(labels) && typeof labels["argocd.argoproj.io/secret-type"] === "string";
}

/** Neither empty nor to be filled in: `<path:…>`, `${NAME}`, `$(NAME)`, `{{ … }}`, `ENC[…]`. */
function isPlain(value: unknown): boolean {
  if (typeof value === "number" || typeof value === "boolean") return true;
  if (typeof value !== "string" || isUnknown(value)) return false;
  const text = value.trim();
  return text !== "" && !/^(?:<.*>|\$\{.*\}|\$\(.*\)|\{\{.*\}\}|ENC\[.*\]|\$[A-Za-z_]\w*)$/s.test(text);
}

function shorten(key: string): string {
  return key.length > 60 ? `${key.slice(0, 59)}…` : key;
}
