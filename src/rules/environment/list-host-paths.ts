import type { Span } from "../../domain/finding.ts";
import { isUnknown } from "../../formats/helm-template.ts";
import { isMap } from "../../formats/is-map.ts";
import type { ManifestFile } from "../../formats/manifest-file.ts";
import type { YamlDocument, YamlPath } from "../../formats/yaml-document.ts";
import { composeMounts } from "./compose-mounts.ts";
import { listMaps } from "./list-maps.ts";

export interface HostPath {
  /** Whose it is. */
  readonly of: "pod" | "container";
  /** Without a slash at its end, fit to be shown. */
  readonly path: string;
  readonly place: () => Span;
  /** Whether who has it can take over its machine. */
  readonly isTakeover: boolean;
}

/** Every directory or socket of a machine that the pods of a file mount, and the services of Docker Compose. */
export function listHostPaths(file: ManifestFile): readonly HostPath[] {
  return [...ofPods(file), ...ofServices(file)];
}

function ofServices(file: ManifestFile): readonly HostPath[] {
  return composeMounts(file).flatMap(({ of: { document, at }, at: within, path, isReadOnly, isDevice }) => {
    const plain = toPlain(path);
    const isTakeover = isDevice ? isDiskOrMemory(plain) : isTakenOverBy(plain, isReadOnly);
    if (isDevice && !isTakeover) return [];
    return [{ of: "container", path: toShown(plain), place: () => document.spanOf([...at, ...within]), isTakeover }];
  });
}

function ofPods(file: ManifestFile): readonly HostPath[] {
  const maps = [...listMaps(file)];
  const mounts = Map.groupBy(
    maps.filter(({ at, map }) => at.at(-2) === "volumeMounts" && typeof map.name === "string"),
    ({ document, map }) => keyOf(document, map.name),
  );
  return maps.flatMap(({ document, at, map }) => {
    const field = isMap(map.hostPath) || !isLocalVolume(document, at) ? "hostPath" : "local";
    const held = map[field];
    const path = isMap(held) ? held.path : null;
    if (typeof path !== "string" || path === "" || isUnknown(path)) return [];
    const plain = toPlain(path);
    const uses = mounts.get(keyOf(document, map.name)) ?? [];
    const isReadOnly = uses.length > 0 && uses.every((use) => use.map.readOnly === true);
    const isTakeover = isTakenOverBy(plain, isReadOnly);
    const place = () => document.spanOf([...at, field, "path"]);
    return [{ of: "pod", path: toShown(plain), place, isTakeover }];
  });
}

function toPlain(path: string): string {
  return `/${path
    .split("/")
    .filter((step) => step !== "" && step !== ".")
    .join("/")}`;
}

function toShown(plain: string): string {
  return plain.slice(0, 100).replaceAll("`", "'");
}

function isTakenOverBy(plain: string, isReadOnly: boolean): boolean {
  return isSocketPlace(plain) || (isOfTheMachine(plain) && !isReadOnly);
}

/** The spec of a PersistentVolume, which may be a directory of a machine as `local`, too. */
function isLocalVolume({ value }: YamlDocument, at: YamlPath): boolean {
  return at.length === 1 && at[0] === "spec" && isMap(value) && value.kind === "PersistentVolume";
}

function keyOf(document: YamlDocument, name: unknown): string {
  const { line } = document.spanOf([]).start;
  return `${line} ${typeof name === "string" ? name : ""}`;
}

/** Mounting a socket read-only does not keep anyone from speaking through it. */
function isSocketPlace(path: string): boolean {
  return (
    /\/(?:docker|containerd|crio|podman|buildkitd|dockershim|cri-dockerd)\.sock$/.test(path) ||
    /^(?:\/var)?\/run(?:\/(?:containerd|crio|docker|podman))?$/.test(path)
  );
}

/** Whose content is the machine's own, or all its pods'. */
function isOfTheMachine(path: string): boolean {
  return (
    /^\/(?:etc(?:\/(?:kubernetes|ssh|cron\.d|sudoers\.d|systemd)(?:\/.*)?|\/(?:shadow|passwd|sudoers))?|root(?:\/.*)?|boot|var|var\/lib|var\/lib\/kubelet(?:\/(?:pods|pki)(?:\/.*)?)?|var\/lib\/(?:docker|containerd|etcd)(?:\/.*)?)?$/.test(
      path,
    ) || path.split("/").includes("..")
  );
}

/** Below the file system, and below every process. */
function isDiskOrMemory(path: string): boolean {
  return /^\/dev(?:\/(?:k?mem|port|(?:sd|hd|vd|xvd)[a-z]+\d*|nvme\d+n\d+(?:p\d+)?|dm-\d+|md\d+|(?:mapper|disk)\/.+))?$/.test(
    path,
  );
}
