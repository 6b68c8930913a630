import { expect, test } from "vitest";
import { findConditions, hasActions, isUnknown, maskActions } from "../../src/formats/helm-template.ts";
import { readManifestFile } from "../../src/formats/manifest-file.ts";

test("actions alone on a line become empty, others unknown; every character keeps its place", () => {
  const text = "a: {{ .a }}-b\n{{- if .c }}\r\nd: e {{/* more\nlines */}}\n  {{ end }} {{ end }}\n";
  const masked = maskActions(text);
  expect(masked.split("\n").map(({ length }) => length)).toEqual(text.split("\n").map(({ length }) => length));
  expect(masked.split("\n")[1]?.trim()).toBe("");
  expect(masked.split("\n")[4]?.trim()).toBe("");
  expect(isUnknown(masked.split("\n")[0])).toBe(true);
  expect(masked).toMatch(/-b$/m);
});

test("what is no action stays", () => {
  for (const text of ["a: { b: 1 }\n", "}} {{\n", "a: {{ b\n"]) {
    expect(maskActions(text)).toBe(text);
    expect(hasActions(text)).toBe(false);
  }
});

test("conditions inside of documents, not around them", () => {
  const text =
    "{{ if .a }}\nkind: A\n{{ with .b }}\nb: 1\n{{- else }}\n{{ end }}\n{{ define `x` }}\n{{ end }}\n{{ end }}\n---\n{{ if .c }}\nkind: B\n{{ end }}\n";
  expect(findConditions(text)).toEqual([[3, 6]]);
});

test("actions without end cost little", () => {
  expect(maskActions("{{".repeat(200_000))).toHaveLength(400_000);
  expect(maskActions("{{}".repeat(100_000))).toHaveLength(300_000);
  expect(findConditions("{{ if }}".repeat(100_000))).toEqual([]);
});

test("what a file is, by its place and its text", () => {
  const form = (path: string, text: string) => readManifestFile(text, path).form;
  expect(form("charts/a/Chart.yaml", "a: 1")).toBe("chart");
  expect(form("charts/a/values-live.yaml", "a: 1")).toBe("values");
  expect(form("charts/a/templates/b.yaml", "a: {{ .b }}")).toBe("template");
  expect(form("charts/a/templates/b.yaml", "a: 1")).toBe("manifest");
  expect(form("argocd/a.yaml", "a: {{ b }}")).toBe("template");
  expect(form("argocd/a.yaml", "a: '{{ b }}'")).toBe("manifest");
});

test("a manifest is one under whatever name", () => {
  const { form, manifests } = readManifestFile("apiVersion: v1\nkind: Pod\n", "argocd/values.yaml");
  expect(form).toBe("manifest");
  expect(manifests).toMatchObject([{ apiVersion: "v1", kind: "Pod" }]);
});

test("JSON is read as what it is, and nothing is called wrong with it", () => {
  expect(readManifestFile('{\n\t"apiVersion": "v1",\n\t"kind": "Pod"\n}', "argocd/a.json").manifests).toHaveLength(1);
  const { problems, doubt } = readManifestFile("{ // no", "charts/a/files/a.json");
  expect({ problems, doubt }).toEqual({ problems: [], doubt: "it is no JSON that can be read" });
});
