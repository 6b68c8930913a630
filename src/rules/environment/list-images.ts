import type { Span } from "../../domain/finding.ts";
import type { DockerfileReading } from "../../formats/dockerfile.ts";
import { isUnknown } from "../../formats/helm-template.ts";
import type { ManifestFile } from "../../formats/manifest-file.ts";
import type { FileSubject } from "../subject.ts";
import { listMaps, type MapInFile } from "./list-maps.ts";

export interface ImageInFile {
  /** Such as `python:3.12@sha256:…`; `null` where only the build or the rendering tells. */
  readonly reference: string | null;
  readonly place: () => Span;
  /** `values`: also what looks like one in a kind of others. */
  readonly from: "pod" | "values" | "dockerfile";
}

/** Every image that a file of the node takes: of containers, of a chart's values, of a Dockerfile. */
export function listImages({ manifests, dockerfile }: FileSubject): readonly ImageInFile[] {
  return [
    ...(manifests === null ? [] : imagesOfManifests(manifests)),
    ...(dockerfile === null ? [] : imagesOfDockerfile(dockerfile)),
  ];
}

function imagesOfManifests(file: ManifestFile): readonly ImageInFile[] {
  return [...listMaps(file)].flatMap((one) => (file.form === "values" ? imageOfValues(one) : imageOfContainer(one)));
}

/** Of a container, of a volume that is an image, or of a kind of others that takes one as `image`. */
function imageOfContainer({ document, at, map }: MapInFile): readonly ImageInFile[] {
  const key = String(typeof at.at(-1) === "number" ? at.at(-2) : at.at(-1));
  const field = key === "image" && typeof map.reference === "string" ? "reference" : "image";
  const image = map[field];
  if (typeof image !== "string" || image === "") return [];
  const isContainer = field === "reference" || /^(?:container|.*Container)s?$/.test(key);
  if (!isContainer && (key === "rbd" || !looksLikeImage(image))) return [];
  const reference = isUnknown(image) ? null : image;
  return [{ reference, place: () => document.spanOf([...at, field]), from: isContainer ? "pod" : "values" }];
}

function looksLikeImage(text: string): boolean {
  return text.length < 500 && /^(?:[a-z0-9][a-z0-9._-]*(?::\d+)?\/)*[a-z0-9][a-z0-9._-]*[:@][\w.:-]+$/.test(text);
}

/** Charts name an image by `repository` with `tag` or `digest`, or in one text. */
function imageOfValues({ document, at, map }: MapInFile): readonly ImageInFile[] {
  const { repository, registry, tag, digest, image } = map;
  if (typeof image === "string" && looksLikeImage(image)) {
    return [{ reference: image, place: () => document.spanOf([...at, "image"]), from: "values" }];
  }
  const isImage = /image$/i.test(String(at.at(-1))) || /^images$/i.test(String(at.at(-2)));
  if (!isImage || typeof repository !== "string" || repository === "") return [];
  const place = typeof registry === "string" && registry !== "" ? `${registry}/${repository}` : repository;
  const version = isText(tag) ? `:${tag}` : "";
  const pinned = isText(digest) ? `@${digest}` : "";
  return [
    { reference: `${place}${version}${pinned}`, place: () => document.spanOf([...at, "repository"]), from: "values" },
  ];
}

function isText(value: unknown): boolean {
  return (typeof value === "string" && value !== "") || typeof value === "number";
}

function imagesOfDockerfile({ stages }: DockerfileReading): readonly ImageInFile[] {
  const known = new Set<string>();
  const images: ImageInFile[] = [];
  for (const [index, { name, base, instructions }] of stages.entries()) {
    const isStage = (reference: string): boolean => known.has(reference.toLowerCase());
    if (base.reference === null || (base.reference !== "scratch" && base.written !== "" && !isStage(base.reference))) {
      images.push({ reference: base.reference, place: () => base.span, from: "dockerfile" });
    }
    for (const { keyword, flags, span } of instructions) {
      for (const from of sourcesOf(keyword, flags)) {
        if (from === "" || isStage(from) || /^\d+$/.test(from)) continue;
        images.push({ reference: from.includes("$") ? null : from, place: () => span, from: "dockerfile" });
      }
    }
    known.add(name ?? String(index));
  }
  return images;
}

/** What `COPY --from` and `RUN --mount=from=…` name. https://docs.docker.com/reference/dockerfile/#run---mounttypebind */
function sourcesOf(keyword: string, flags: ReadonlyMap<string, string>): readonly string[] {
  if (keyword === "COPY" || keyword === "ADD") return [flags.get("from") ?? ""];
  const mounts = keyword === "RUN" ? (flags.get("mount") ?? "").split("\n") : [];
  return mounts.map((mount) => /(?:^|,)from=([^,]*)/.exec(mount)?.[1] ?? "");
}

/** The registry of an image, with its path: `docker.io/library/python`. */
export function repositoryOf(reference: string): string {
  const name = reference.replace(/@.*$/s, "").replace(/:[^/:]*$/, "");
  const [first = "", ...rest] = name.split("/");
  if (rest.length === 0) return `docker.io/library/${first}`;
  return /[.:]|^localhost$/.test(first) ? name : `docker.io/${name}`;
}

/** Whether an image is named by its content. */
export function isPinned(reference: string): boolean {
  return /@sha(?:256:[0-9a-f]{64}|512:[0-9a-f]{128})$/.test(reference);
}
