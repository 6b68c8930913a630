import { isUnknown } from "../../formats/helm-template.ts";
import type { YamlPath } from "../../formats/yaml-document.ts";
import { defineRule } from "../define-rule.ts";
import { isMachineMade } from "../security/credential-values.ts";
import { isTellingName } from "../security/telling-name.ts";
import { isToldAsWhole } from "../security/told-as-whole.ts";
import { isLiteral } from "./is-literal.ts";
import { listMaps, type MapInFile } from "./list-maps.ts";
import { podExample } from "./pod-example.ts";
import { reportRendered } from "./report-rendered.ts";

export const credentialInEnvironment = defineRule<{ name: string }>({
  id: "ENV-027",
  name: "credential-in-environment",
  severity: "error",
  confidence: "medium",
  about: "manifest",
  reach: "line",
  summary: "A container's environment, or a chart's values, have a credential written out.",
  why: "Whoever can read the repository, now or in its history, has it, and so has whoever may look at the pod. Names of Secrets and of their keys are no credentials, nor is what is filled in later.",
  message: ({ name }) => `\`${name}\` is given a credential in plain text.`,
  remedy: () => "Take it out, change it where it is used, and name a Secret: `valueFrom: { secretKeyRef: … }`.",
  bad: podExample({ container: "env:\n  - name: RESULTS_PASSWORD\n    value: open-7-sesame" }),
  good: podExample({
    container:
      "env:\n  - name: RESULTS_PASSWORD\n    valueFrom: { secretKeyRef: { name: results-database, key: password } }",
  }),
  check(subject, report) {
    const { manifests } = subject;
    if (manifests === null) return;
    const tell = reportRendered(manifests, report);
    for (const one of listMaps(manifests)) {
      const found = [...inEnvironment(one), ...(manifests.form === "values" ? inValues(one) : [])];
      for (const { at, name } of found) {
        const place = () => one.document.spanOf(at);
        if (!isToldAsWhole(subject, place)) tell(place, { name: name.slice(0, 80) });
      }
    }
  },
});

interface Found {
  readonly at: YamlPath;
  readonly name: string;
}

/** An entry of `env`: its name and value side by side. */
function inEnvironment({ at, map }: MapInFile): readonly Found[] {
  const { name, value } = map;
  const isEntry = typeof at.at(-1) === "number" && /env(?:Vars?)?$/i.test(String(at.at(-2)));
  return isEntry && typeof name === "string" && holdsCredential(name, value) ? [{ at: [...at, "value"], name }] : [];
}

function inValues({ at, map }: MapInFile): readonly Found[] {
  return Object.entries(map)
    .filter(([name, value]) => holdsCredential(name, value) || (name === "pass" && isPassOf(map.user, value)))
    .map(([name]) => ({ at: [...at, name], name }));
}

/** `pass` beside `user`, as Airflow's chart has it for its database; its own default is the same word twice. */
function isPassOf(user: unknown, pass: unknown): boolean {
  return typeof user === "string" && typeof pass === "string" && !isUnknown(pass) && isLiteral(pass) && pass !== user;
}

/** What ends in `secret`, `secretKey` or `credentials` is the name of one as often, and a key or token of plain words, too. */
function holdsCredential(name: string, value: unknown): boolean {
  if (typeof value !== "string" || isUnknown(value) || !isTellingName(name) || !isLiteral(value)) return false;
  if (/(?:secret|credentials?|secret_?key)$/i.test(name)) return value.length >= 16 && isMachineMade(value);
  return !/(?:key|token)$/i.test(name) || !/^[a-z]+(?:[-_.][a-z]+)*$/i.test(value);
}
