import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadManifestChecker } from "../../src/formats/manifest-schema.ts";

const read = (name: string): { readonly source: string; readonly version: string; readonly kinds: object } =>
  JSON.parse(readFileSync(join(import.meta.dirname, "../../src/formats/schemas", name), "utf8"));

test.each([
  ["kubernetes.json", "Kubernetes v1.35.0", 90],
  ["argocd.json", "Argo CD v3.3.0", 3],
])("%s says where it is from, and each of its kinds can be checked", { timeout: 60_000 }, async (name, from, least) => {
  const { source, version, kinds } = read(name);
  expect(source).toContain(`${from}, `);
  expect(source).toContain("Apache License 2.0");
  expect(from).toContain(version);
  const all = Object.keys(kinds);
  expect(all.length).toBeGreaterThanOrEqual(least);

  const { check } = await loadManifestChecker();
  for (const place of all) {
    const kind = place.slice(place.lastIndexOf("/") + 1);
    const apiVersion = place.slice(0, place.lastIndexOf("/"));
    const violations = check({ apiVersion, kind, value: { apiVersion, kind, nonsense: 1 } });
    expect(violations?.map(({ message }) => message).join(" ")).toContain("Unknown field `nonsense`");
  }
});

test("a manifest with very much wrong with it is told in part", async () => {
  const { check } = await loadManifestChecker();
  const spec = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`k${index}`, 1]));
  expect(check({ apiVersion: "v1", kind: "Pod", value: { apiVersion: "v1", kind: "Pod", spec } })).toHaveLength(50);
});

test("a value of a fixed list is told with the list and the nearest of it", async () => {
  const { check } = await loadManifestChecker();
  const [apiVersion, kind] = ["argoproj.io/v1alpha1", "ApplicationSet"];
  const told = check({
    apiVersion,
    kind,
    value: { apiVersion, kind, spec: { syncPolicy: { applicationsSync: "synk" } } },
  });
  expect(told?.map(({ message }) => message)).toContain(
    "`spec.syncPolicy.applicationsSync` must be one of `create-only`, `create-update`, `create-delete` and `sync`, not `synk`. Did you mean `sync`?",
  );
});
