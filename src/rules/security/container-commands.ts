import { takesOver } from "./host-mounts.ts";

/** The start of a container by a command line: https://docs.docker.com/reference/cli/docker/container/run/ */
const starts = /(?<![\w./-])(docker|podman|nerdctl)\s{1,20}(?:container\s{1,20})?(?:run|create)(?=\s)/g;

/** Options that are followed by no value. */
const bare =
  /^(?:-[itdPq]{1,5}|--(?:detach|disable-content-trust|help|init|interactive|no-healthcheck|oom-kill-disable|privileged|publish-all|quiet|read-only|replace|rm|sig-proxy|tty))$/;

const strong = /^(?:CAP_)?(?:ALL|SYS_ADMIN|SYS_MODULE|SYS_PTRACE|SYS_RAWIO|BPF|DAC_READ_SEARCH)$/i;

const most = 50;
const longest = 2000;

/** What of the command lines in a text starts a container that can take over its machine, as it is written: `docker run --privileged`. */
export function powersIn(text: string): readonly string[] {
  const plain = text.replaceAll(/\{\{[^{}]{0,500}\}\}/g, "\uFFFC").replaceAll(/\\\r?\n/g, " ");
  const found: string[] = [];
  for (const { 0: start, 1: program = "", index } of plain.matchAll(starts)) {
    if (found.length === most) break;
    const from = index + start.length;
    const power = powerOf(plain.slice(from, from + longest).split(/[\n;|&]/, 1)[0] ?? "");
    if (power !== null) found.push(`${program} run ${power}`);
  }
  return found;
}

/** The first of the options before the image that gives power over the machine. */
function powerOf(line: string): string | null {
  const words = line
    .trim()
    .split(/\s+/)
    .map((word) => word.replaceAll(/["']/g, ""));
  let isValue = false;
  for (const [index, word] of words.entries()) {
    if (isValue) {
      isValue = false;
      continue;
    }
    if (!word.startsWith("-")) return null; // the image: what follows is for the container
    if (/^--privileged(?:=true)?$/.test(word)) return "--privileged";
    if (bare.test(word)) continue;
    const [, name = word, own] = /^(--[\w-]{1,40})=(.{0,1000})$/.exec(word) ?? /^(-[vu])(.{1,1000})$/.exec(word) ?? [];
    const value = own ?? words[index + 1] ?? "";
    if (isPower(name, value)) return `${name} ${value}`;
    isValue = own === undefined;
  }
  return null;
}

function isPower(name: string, value: string): boolean {
  if (name === "-v" || name === "--volume") return takesOver(/^(\/[^:]*):/.exec(value)?.[1] ?? "");
  if (name === "--mount") return /(?:^|,)type=bind(?:,|$)/.test(value) && takesOver(sourceIn(value));
  if (name === "--cap-add") return strong.test(value);
  return name === "--pid" && value === "host";
}

function sourceIn(mount: string): string {
  return /(?:^|,)(?:source|src)=([^,]*)/.exec(mount)?.[1] ?? "";
}
