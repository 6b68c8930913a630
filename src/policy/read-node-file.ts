import type { z } from "zod";
import type { FileProblem } from "../domain/file-problem.ts";
import { forgeNames } from "../domain/identity.ts";
import type { NodeController, NodeDataset, NodeFile, NodeRepository, NodeTarget } from "../domain/node.ts";
import { decodeYaml } from "../formats/decode-yaml.ts";
import { parseDuration } from "../formats/duration.ts";
import { type FormatProblem, problemAt } from "../formats/format-problem.ts";
import { fileNameOf } from "../formats/relative-path.ts";
import { samplesOf } from "../formats/samples-of.ts";
import { readYaml, type YamlDocument } from "../formats/yaml-document.ts";
import { nodeSchema } from "./node-schema.ts";
import { nodeSamples } from "./samples.ts";
import { findTrustProblems, toTrust } from "./trust-schema.ts";

/** `remedy` is absent where the message says what to do. */
export type NodeFileProblem = FileProblem & Pick<FormatProblem, "remedy">;

export type NodeFileReading = { readonly node: NodeFile } | { readonly problems: readonly NodeFileProblem[] };

type Wire = z.infer<typeof nodeSchema>;

/** What rules assume where a node does not say which Python it has. */
const defaultPython = "3.12";

/** Reads the node's own file. Tells everything that is wrong at once, with line and column; never throws. */
export function readNodeFile(text: string, { path }: { readonly path: string }): NodeFileReading {
  const reading = readYaml(text, path);
  if ("problems" in reading) return { problems: reading.problems.map(withoutEnd) };
  const decoded = decodeYaml(reading.document, nodeSchema, samplesOf(nodeSamples));
  if ("problems" in decoded) return { problems: decoded.problems.map(withoutEnd) };
  const node = toNode(decoded.value);
  const problems = [
    ...findTwins(decoded.value, reading.document),
    ...(node.trust === undefined ? [] : findTrustProblems(node.trust, node.controllers, reading.document)),
  ];
  return problems.length === 0 ? { node } : { problems: problems.map(withoutEnd) };
}

function toNode(wire: Wire): NodeFile {
  return {
    node: wire.node,
    python: wire.python ?? defaultPython,
    targets: Object.entries(wire.targets ?? {}).map(toTarget),
    engine: wire.engine ?? null,
    controllers: wire.controllers.flatMap(toControllers),
    datasets: Object.entries(wire.datasets ?? {}).map(toDataset),
    storage: wire.storage ?? null,
    repositories: (wire.repositories ?? []).map(toRepository),
    ...(wire.inventory === undefined ? {} : { inventory: { path: wire.inventory, content: null } }),
    ...(wire.trust === undefined ? {} : { trust: toTrust(wire.trust) }),
  };
}

function toDataset([name, wire]: [string, NonNullable<Wire["datasets"]>[string]]): NodeDataset {
  const { owners, agreements, purposes, paths } = wire;
  return {
    name,
    owners,
    agreementsRequired: agreements !== undefined && agreements !== "optional",
    ...(typeof agreements === "object" ? { agreements } : {}),
    ...(purposes === undefined ? {} : { purposes }),
    ...(paths === undefined ? {} : { paths }),
  };
}

function toTarget([name, target]: [string, NonNullable<Wire["targets"]>[string]]): NodeTarget {
  const { api } = target;
  return {
    name,
    kind: target.kind,
    path: target.path,
    api:
      api === undefined
        ? null
        : { url: api.url, username: api.username ?? null, passwordFrom: api["password-from"] ?? null },
  };
}

/** One entry may name a person's accounts on both forges. */
function toControllers(wire: Wire["controllers"][number]): readonly NodeController[] {
  return forgeNames.flatMap((forge) => {
    const account = wire[forge];
    if (account === undefined) return [];
    const emails = wire.emails === undefined ? {} : { emails: wire.emails };
    return [{ ...account, forge, sshKeys: wire["ssh-keys"] ?? [], ...emails }];
  });
}

function toRepository(wire: NonNullable<Wire["repositories"]>[number]): NodeRepository {
  return {
    name: wire.name,
    url: wire.url,
    ...(wire.id === undefined ? {} : { id: wire.id }),
    branch: wire.branch ?? "main",
    namespace: wire.namespace ?? lastPart(wire.name),
    autoDeploy: wire.auto_deploy ?? true,
    authType: wire.auth_type ?? null,
    syncIntervalMs: wire.sync_interval === undefined ? null : parseDuration(wire.sync_interval),
    priority: wire.priority ?? 100,
    validation: { enabled: wire.validation?.enabled ?? true, securityScan: wire.validation?.security_scan ?? true },
  };
}

/** Two repositories in one namespace would overwrite each other. */
function findTwins(wire: Wire, document: YamlDocument): readonly FormatProblem[] {
  const seen = new Map<string, string>();
  return (wire.repositories ?? []).flatMap((entry, index) => {
    const { name, namespace } = toRepository(entry);
    const key = namespace.toLowerCase();
    const other = seen.get(key);
    seen.set(key, other ?? name);
    if (other === undefined) return [];
    const message = `The namespace \`${namespace}\` is taken by \`${other}\` already; give each repository its own \`namespace\`.`;
    return [problemAt(document.path, document.spanOf(["repositories", index]), message)];
  });
}

function lastPart(name: string): string {
  return fileNameOf(name);
}

function withoutEnd({ path, line, column, message, remedy }: FormatProblem): NodeFileProblem {
  return { path, line, column, message, ...(remedy === undefined ? {} : { remedy }) };
}
