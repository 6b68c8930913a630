import { isMap } from "../../formats/is-map.ts";
import type { ManifestFile } from "../../formats/manifest-file.ts";
import type { YamlPath } from "../../formats/yaml-document.ts";
import { composeDocuments, composeServices } from "./compose-services.ts";
import type { MapInFile } from "./list-maps.ts";

/** What a container of Docker Compose gets of its machine. */
export interface ComposeMount {
  readonly of: MapInFile;
  /** Where the path stands, from the map. */
  readonly at: YamlPath;
  readonly path: string;
  readonly isReadOnly: boolean;
  readonly isDevice: boolean;
}

/**
 * The directories, sockets and devices of the machine that services are given by absolute paths, and named volumes that stand for one
 * (https://docs.docker.com/reference/compose-file/services/#volumes).
 */
export function composeMounts(file: ManifestFile): readonly ComposeMount[] {
  return [
    ...composeServices(file).flatMap((of) => [...volumesOf(of), ...devicesOf(of)]),
    ...composeDocuments(file).flatMap(namedVolumes),
  ];
}

function volumesOf(of: MapInFile): readonly ComposeMount[] {
  const { volumes } = of.map;
  if (!Array.isArray(volumes)) return [];
  return volumes.flatMap((volume: unknown, index): readonly ComposeMount[] => {
    const at = ["volumes", index];
    if (typeof volume === "string") {
      const [, path, modes = ""] = /^(\/[^:]{0,4096}):[^:]{1,4096}(?::([\w,]{1,100}))?$/.exec(volume) ?? [];
      if (path === undefined) return [];
      return [{ of, at, path, isReadOnly: modes.split(",").includes("ro"), isDevice: false }];
    }
    if (!isMap(volume) || volume.type !== "bind" || !isAbsolute(volume.source)) return [];
    const isReadOnly = volume.read_only === true;
    return [{ of, at: [...at, "source"], path: volume.source, isReadOnly, isDevice: false }];
  });
}

function devicesOf(of: MapInFile): readonly ComposeMount[] {
  const { devices } = of.map;
  if (!Array.isArray(devices)) return [];
  return devices.flatMap((device: unknown, index): readonly ComposeMount[] => {
    const given = isMap(device) ? device.source : device;
    if (!isAbsolute(given)) return [];
    const [path = ""] = given.split(":", 1);
    return [{ of, at: ["devices", index], path, isReadOnly: false, isDevice: true }];
  });
}

/** `driver_opts: { type: none, o: bind, device: /data }` */
function namedVolumes(of: MapInFile): readonly ComposeMount[] {
  const volumes = isMap(of.map.volumes) ? of.map.volumes : {};
  return Object.entries(volumes).flatMap(([name, volume]): readonly ComposeMount[] => {
    const given = isMap(volume) && isMap(volume.driver_opts) ? volume.driver_opts : {};
    const { device: path, o } = given;
    if (!isAbsolute(path) || typeof o !== "string" || !/\br?bind\b/.test(o)) return [];
    return [
      { of, at: ["volumes", name, "driver_opts", "device"], path, isReadOnly: /\bro\b/.test(o), isDevice: false },
    ];
  });
}

function isAbsolute(value: unknown): value is string {
  return typeof value === "string" && value.startsWith("/");
}
