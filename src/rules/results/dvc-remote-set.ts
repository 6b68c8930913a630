import { quoteName } from "../../formats/did-you-mean.ts";
import { type DvcSetting, readDvcConfig } from "../../formats/dvc-config.ts";
import { defineRule } from "../define-rule.ts";
import type { NodeFacts } from "../subject.ts";

export const dvcRemoteSet = defineRule<{ what: string }>({
  id: "RES-004",
  name: "dvc-remote-set",
  severity: "warning",
  confidence: "high",
  about: "result",
  reach: "line",
  summary: "DVC's settings send data to a place that is not the node's.",
  why: "`dvc push` copies data to the remote that `.dvc/config` names, without asking, and `dvc pull` takes it from there. The node's file says which two remotes there are: where another is meant, data leaves by a way that no approval covers.",
  message: ({ what }) => `${what}.`,
  remedy: () => "Use the remotes of the node's file, or let a controller of the node agree to another one.",
  bad: {
    path: ".dvc/config",
    text: "[core]\n    remote = results\n['remote \"results\"']\n    url = s3://somewhere-else/dvc\n",
    facts: { node: { storage: { internal: "/srv/dvc/internal", publication: "s3://results-public/dvc" } } },
  },
  good: {
    path: ".dvc/config",
    text: "[core]\n    remote = results\n['remote \"results\"']\n    url = s3://results-public/dvc\n",
    facts: { node: { storage: { internal: "/srv/dvc/internal", publication: "s3://results-public/dvc" } } },
  },
  check({ path, text, node, change }, report) {
    if (!/(?:^|\/)\.dvc\/config(?:\.local)?$/.test(path)) return;
    const storage = node?.storage ?? null;
    if (storage === null && change === null) return; // a repository as it is, of a node that nobody knows
    for (const setting of readDvcConfig(text)) {
      const what = describe(setting, storage);
      if (what === null) continue;
      const { line, column, key } = setting;
      const span = { start: { line, column }, end: { line, column: column + key.length } };
      report(span, { what }, storage === null ? "medium" : "high");
    }
  },
});

function describe({ section, name, key, value }: DvcSetting, storage: NodeFacts["storage"]): string | null {
  const setting = `${section === "remote" && name !== null ? `${section}.${name}` : section}.${key}`;
  if (section === "remote" && key === "url") {
    const own = storage === null ? [] : [storage.internal, storage.publication];
    if (own.some((place) => trimmed(place) === trimmed(value))) return null;
    const whose = own.length === 0 ? "" : ", which is none of the node's";
    return `The remote ${quoteName(name ?? "")} is ${quoteName(withoutCredentials(value))}${whose}`;
  }
  if (section === "remote" && key === "endpointurl")
    return `${quoteName(setting)} takes the bucket from another server, ${quoteName(withoutCredentials(value))}`;
  if (section === "remote" && (key === "ssl_verify" || key === "use_ssl") && value.toLowerCase() === "false")
    return `${quoteName(setting)} turns off the check of who the server is`;
  if (section === "cache" && key === "dir" && /^(?:\/|[A-Za-z]:|~|.*\.\.)/.test(value))
    return `${quoteName(setting)} keeps the data outside of the repository, in ${quoteName(value)}`;
  if (section === "exp" && key === "auto_push" && value.toLowerCase() === "true")
    return `${quoteName(setting)} pushes the data of every experiment without being asked`;
  return null;
}

function trimmed(place: string): string {
  return place.replace(/\/{1,10}$/, "");
}

function withoutCredentials(value: string): string {
  return value.replace(/\/\/[^/@]{1,500}@/, "//").replace(/[?#].*$/s, "");
}
