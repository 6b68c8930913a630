import { defineRule } from "../define-rule.ts";
import { quoteCode } from "./code-values.ts";
import { fileUses } from "./file-uses.ts";
import { isPodOperator } from "./shell-commands.ts";
import { shownAs, shownFiles } from "./shown-files.ts";

const ofSystem = `/(?:(?:etc|proc|sys|root|run/secrets|var/run/secrets|boot)(?:/|$)|dev/(?:sd|nvme|vd|mem|kmem|disk))`;
const readable = String.raw`/(?:etc/(?:hosts|hostname|os-release|timezone|localtime|resolv\.conf|mime\.types|nsswitch\.conf|ssl/|pki/|ca-certificates)|proc/(?:cpuinfo|meminfo|stat|uptime|loadavg|version|self/(?:cgroup|status|mountinfo|stat)))`;
const system = new RegExp(`^${ofSystem}`);
const harmless = new RegExp(`^${readable}`);
/** In a command, where a path begins after what is no part of one. */
const shown = shownAs(String.raw`(?<![\w./~$}\uFFFC-])(?!${readable})${ofSystem}[^\s"';|&<>()]{0,200}`);
const worse = /kubernetes\.io|\/etc\/g?shadow|\/etc\/sudoers|\/environ\b|\.ssh\/|\.aws\/|\.kube\/|airflow\.cfg/;

export const systemFile = defineRule<{ path: string }>({
  id: "SEC-015",
  name: "system-file",
  severity: "warning",
  confidence: "medium",
  about: "python",
  reach: "file",
  summary: "Code, or a command that it runs, reads or changes a file of the system under it.",
  why: "What is in `/etc`, `/proc`, `/sys` or `/run/secrets` belongs to the machine or to other programs on it. A task has its data, its connections and its work directory.",
  message: ({ path }) => `This reaches for ${quoteCode(path)}, which belongs to the system.`,
  remedy: () => "Take what is needed from a connection, a Variable or the task's own environment.",
  bad: `
    def users():
        with open("/etc/passwd") as file:
            return file.readlines()
  `,
  good: `
    def release():
        with open("/etc/os-release") as file:
            return file.readlines()
  `,
  check({ code }, report) {
    if (code === null) return;
    for (const { path, span, isWrite } of fileUses(code)) {
      if (system.test(path) && !worse.test(path) && (isWrite || !harmless.test(path))) report(span, { path });
    }
    for (const { path, span, by } of shownFiles(code, shown)) {
      if (!isPodOperator(by) && !worse.test(path)) report(span, { path }); // a container's own files are its own
    }
  },
});
