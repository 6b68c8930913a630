import { defineRule } from "../define-rule.ts";
import { reportRendered } from "./report-rendered.ts";

export const manifestSchema = defineRule<{ said: string; kind: string }>({
  id: "ENV-002",
  name: "manifest-schema",
  severity: "error",
  confidence: "high",
  about: "manifest",
  reach: "file",
  summary: "A manifest has a field that its kind does not know, or a value of the wrong type.",
  why: "Kubernetes refuses it, or drops the field without a word, and then what runs is not what was reviewed. Kinds of Kubernetes 1.35 and Argo CD 3.3 are compared with their own schemas; of other kinds nothing is said. YAML is read as Kubernetes reads it, so `yes` and `on` are true, not text.",
  message: ({ said, kind }) => `${said.replace(/[.?]$/, "")} (${kind})${said.endsWith("?") ? "?" : "."}`,
  remedy: () => "Write the field as the documentation of its kind has it; `kubectl explain` shows that.",
  bad: `
    apiVersion: v1
    kind: Service
    metadata:
      name: inbox
    spec:
      ports:
        - port: "80"
      selecter:
        app: inbox
  `,
  good: `
    apiVersion: v1
    kind: Service
    metadata:
      name: inbox
    spec:
      ports:
        - port: 80
      selector:
        app: inbox
  `,
  check({ manifests }, report) {
    const tell = reportRendered(manifests, report);
    for (const manifest of manifests?.manifests ?? []) {
      for (const { what, at, part, message } of manifest.violations ?? []) {
        if (what === "wrong") tell(() => manifest.spanOf(at, part), { said: message, kind: manifest.kind });
      }
    }
  },
});
