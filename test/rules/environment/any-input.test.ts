import fc from "fast-check";
import { expect, test } from "vitest";
import { rules } from "../../../src/rules/index.ts";
import { inspectTexts } from "../../analysis/inspect-texts.ts";

const environment = rules.filter(({ id }) => id.startsWith("ENV-"));
const options = {
  "ENV-009": { registries: ["a.io"] },
  "ENV-018": { sources: ["https://a/*"] },
  "ENV-019": { destinations: [{ cluster: "a", namespaces: ["b"] }] },
};
const severities = Object.fromEntries(
  Object.entries(options).map(([id, given]) => [id, { severity: null, options: given }]),
);

async function inspectAll(files: readonly { readonly path: string; readonly text: string }[]) {
  const { unread, findings } = await inspectTexts({ files, severities });
  expect(unread).toEqual([]);
  const lines = new Map(files.map(({ path, text }) => [path, text.split("\n").length]));
  for (const { path, span } of findings) expect(span.start.line).toBeLessThanOrEqual(lines.get(path) ?? 0);
}

const keys = [
  ...["apiVersion", "kind", "metadata", "name", "labels", "spec", "template", "containers", "image", "env", "value"],
  ...[
    "securityContext",
    "privileged",
    "capabilities",
    "add",
    "volumes",
    "hostPath",
    "path",
    "volumeMounts",
    "readOnly",
  ],
  ...["rules", "verbs", "resources", "roleRef", "subjects", "data", "stringData", "source", "sources", "repoURL"],
  ...["destination", "destinations", "sourceRepos", "project", "syncPolicy", "automated", "items", "secretGenerator"],
  ...["literals", "repository", "tag", "digest", "constructor", "toString", "length"],
];
const texts = [
  ...["v1", "apps/v1", "argoproj.io/v1alpha1", "rbac.authorization.k8s.io/v1", "List", "Pod", "Deployment", "Secret"],
  ...["Application", "AppProject", "ApplicationSet", "Role", "ClusterRoleBinding", "*", "", "a:b", "{{ a }}", "/"],
];

const heads = [
  { apiVersion: "v1", kind: "Pod" },
  { apiVersion: "v1", kind: "Secret" },
  { apiVersion: "v1", kind: "List" },
  { apiVersion: "apps/v1", kind: "Deployment" },
  { apiVersion: "argoproj.io/v1alpha1", kind: "Application" },
  { apiVersion: "argoproj.io/v1alpha1", kind: "ApplicationSet" },
  { apiVersion: "argoproj.io/v1alpha1", kind: "AppProject" },
  { apiVersion: "rbac.authorization.k8s.io/v1", kind: "Role" },
  { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRoleBinding" },
];

test("whatever a manifest holds, no rule fails", { timeout: 60_000 }, async () => {
  const { tree, map } = fc.letrec<{ tree: unknown; map: object }>((tie) => ({
    map: fc.dictionary(fc.constantFrom(...keys), tie("tree"), { maxKeys: 12 }),
    tree: fc.oneof(
      { maxDepth: 6, withCrossShrink: true },
      fc.constantFrom<unknown>(...texts, 0, 1.5, true, null),
      tie("map"),
      fc.array(tie("tree"), { maxLength: 3 }),
    ),
  }));
  const manifest = fc.tuple(fc.constantFrom(...heads), map).map(([head, rest]) => ({ ...rest, ...head }));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(tree, manifest, manifest), { minLength: 20, maxLength: 20 }),
      async (documents) => {
        const paths = ["argocd/a.yaml", "charts/a/values.yaml", "charts/a/Chart.yaml", "charts/a/templates/a.yaml"];
        const files = documents.map((one, index) => ({
          path: (paths[index % paths.length] ?? "").replace("/a", `/a${index}`),
          text: `${JSON.stringify(one, null, 1)}\n${index % 4 === 3 ? "# {{ if .a }}{{ end }}\n" : ""}`,
        }));
        await inspectAll(files);
      },
    ),
    { numRuns: 40, seed: 7 },
  );
});

test("nor whatever is done to the text of an example", { timeout: 60_000 }, async () => {
  const examples = environment.flatMap(({ bad, good }) => [bad, good]);
  const edit = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    remove: fc.nat({ max: 8 }),
    insert: fc.constantFrom(
      "",
      " ",
      "\n",
      "\t",
      "{{",
      "}}",
      "*",
      "&a ",
      "[",
      "]",
      "{",
      "}",
      ":",
      "- ",
      "'",
      '"',
      "\\",
      "\r",
      "#",
      "---\n",
      "$",
    ),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom(...examples), fc.array(edit, { maxLength: 4 })), {
        minLength: 20,
        maxLength: 20,
      }),
      async (cases) => {
        const files = cases.map(([{ path, text }, edits], index) => ({
          path: path.includes("/") ? path.replace("/", `/${index}/`) : `${index}/${path}`,
          text: edits.reduce((now, { at, remove, insert }) => {
            const place = Math.floor(at * now.length);
            return now.slice(0, place) + insert + now.slice(place + remove);
          }, text),
        }));
        await inspectAll(files);
      },
    ),
    { numRuns: 40, seed: 8 },
  );
});
