import type { Span } from "../../domain/finding.ts";
import type { CodeValue } from "../../python/code/code-facts.ts";
import { argumentOf, constantText, lastPart, onceEach } from "./code-values.ts";
import { settingsWithTemplates, type WithTemplates } from "./container-settings.ts";

/** A directory or socket of a machine that a task's container mounts. */
export interface HostMount {
  readonly path: string;
  readonly span: Span;
  /** Whether a container that has it can take over its machine. */
  readonly isTakeover: boolean;
}

export function hostMounts(subject: WithTemplates): readonly HostMount[] {
  const ofSettings = settingsWithTemplates(subject).flatMap(({ key, value, span }) => {
    return pathsOf(key, value)
      .slice(0, mostMounts)
      .map((path) => toMount(path, span));
  });
  const ofCalls = (subject.code?.calls ?? []).flatMap((call) => {
    const last = lastPart(call.paths[0] ?? "");
    if (last === "V1HostPathVolumeSource") return mountOf(argumentOf(call, "path")?.value, call.span);
    const isBind = last === "Mount" && constantText(argumentOf(call, "type")?.value) === "bind";
    return isBind ? mountOf(argumentOf(call, "source", 1)?.value, call.span) : [];
  });
  return [...ofCalls, ...ofSettings];
}

function mountOf(value: CodeValue | undefined, span: Span): readonly HostMount[] {
  const path = constantText(value);
  return path === null ? [] : [toMount(path, span)];
}

/** The paths of the machine that a setting names: of Kubernetes, and of Docker's own as plain data. */
function pathsOf(key: string, value: CodeValue): readonly string[] {
  if (key === "host_path") return [pathIn(value) ?? []].flat();
  if (key === "binds" || key === "volumes") return bindsIn(value);
  return key === "mounts" ? mountsIn(value) : [];
}

/** Of one value: a list that many tasks share is one. */
const mostMounts = 20;

const mountsIn = onceEach((value) => (value.kind === "list" ? value.items.flatMap(sourceOf) : []));

/** `["/data:/data:ro"]`, `{"/data": {"bind": "/data"}}` */
const bindsIn = onceEach((value): readonly string[] => {
  if (value.kind === "list") {
    return value.items.flatMap((item) => /^(\/[^:]*):/.exec(constantText(item) ?? "")?.[1] ?? []);
  }
  const entries = value.kind === "dict" ? value.entries : [];
  return entries.flatMap(({ key, value: given }) => {
    const isBind = given.kind === "text" || (given.kind === "dict" && given.entries.some((one) => one.key === "bind"));
    return key?.startsWith("/") === true && isBind ? [key] : [];
  });
});

/** `{"Type": "bind", "Source": "/data", "Target": "/data"}` */
function sourceOf(mount: CodeValue): readonly string[] {
  if (mount.kind !== "dict") return [];
  const textOf = (name: string): string | null =>
    constantText(mount.entries.find(({ key }) => key?.toLowerCase() === name)?.value);
  return textOf("type") === "bind" ? [textOf("source") ?? []].flat() : [];
}

function pathIn(value: CodeValue): string | null {
  return value.kind === "dict" ? constantText(value.entries.find(({ key }) => key === "path")?.value) : null;
}

function toPlain(path: string): string {
  return `/${path
    .split("/")
    .filter((step) => step !== "" && step !== ".")
    .join("/")}`;
}

function toMount(path: string, span: Span): HostMount {
  const plain = toPlain(path);
  return { path: plain, span, isTakeover: takeover.test(plain) };
}

/** Whether a container that mounts this absolute path can take over its machine. */
export function takesOver(path: string): boolean {
  return path.startsWith("/") && takeover.test(toPlain(path));
}

const takeover =
  /\/(?:docker|containerd|crio|podman|buildkitd|dockershim|cri-dockerd)\.sock$|^(?:\/var)?\/run(?:\/(?:containerd|crio|docker|podman))?$|^\/(?:etc(?:\/(?:kubernetes|ssh|cron\.d|sudoers\.d|systemd|shadow|passwd|sudoers)(?:\/.*)?)?|root(?:\/.*)?|boot|proc|sys|dev|var|var\/lib|var\/lib\/(?:kubelet|docker|containerd|etcd)(?:\/.*)?)?$|\/\.\.(?:\/|$)/;
