import type { Span } from "../../domain/finding.ts";
import { isUnknown } from "../../formats/helm-template.ts";
import { isMap } from "../../formats/is-map.ts";
import type { ManifestFile } from "../../formats/manifest-file.ts";
import type { YamlDocument, YamlPath } from "../../formats/yaml-document.ts";
import { listMaps } from "./list-maps.ts";

export interface HostPath {
  /** Without a slash at its end, fit to be shown. */
  readonly path: string;
  readonly place: () => Span;
  /** Whether a pod that has it can take over its machine. */
  readonly isTakeover: boolean;
}

/** Every directory or socket of a machine that the pods of a file mount. */
export function listHostPaths(file: ManifestFile): readonly HostPath[] {
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
    const plain = `/${path
      .split("/")
      .filter((step) => step !== "" && step !== ".")
      .join("/")}`;
    const uses = mounts.get(keyOf(document, map.name)) ?? [];
    const isReadOnly = uses.length > 0 && uses.every((use) => use.map.readOnly === true);
    const isTakeover = isSocketPlace(plain) || (isOfTheMachine(plain) && !isReadOnly);
    const shown = plain.slice(0, 100).replaceAll("`", "'");
    return [{ path: shown, place: () => document.spanOf([...at, field, "path"]), isTakeover }];
  });
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
