import { z } from "zod";
import { defineRule } from "../define-rule.ts";
import { quoteCode } from "./code-values.ts";
import { isDagFolder } from "./dag-folder.ts";
import { fileUses } from "./file-uses.ts";

const options = z.strictObject({
  directories: z
    .array(z.string().startsWith("/"))
    .default(["/tmp", "/var/tmp"])
    .describe("Where tasks may write, beside their work directory: absolute paths, with all below them.")
    .meta({ mayBeEmpty: true }),
});

const outside = /^(?:\/(?![\uFFFC{])|~\/|\.\.\/)/;
const streams = /^\/dev\/(?:null|stdout|stderr|shm\/|fd\/)/;
const system = /^\/(?:etc|proc|sys|root|run\/secrets|var\/run\/secrets|boot)(?:\/|$)/;

export const writeOutside = defineRule<{ path: string }, typeof options>({
  id: "SEC-016",
  name: "write-outside",
  severity: "warning",
  confidence: "medium",
  about: "python",
  reach: "file",
  summary:
    "Code writes or removes files outside of where tasks may write: at an absolute path, in a home directory, or above the work directory.",
  why: "Another task, another namespace or the node itself may own what is there. Data that one task leaves for another belongs into a dataset, which has an owner. Which directories are for tasks is said by the policy.",
  options,
  message: ({ path }) => `This writes to ${quoteCode(path)}, which is no directory for tasks.`,
  remedy: () => "Write to a dataset, or to a temporary directory.",
  bad: `
    def keep(rows):
        with open("/srv/shared/rows.txt", "w") as file:
            file.writelines(rows)
  `,
  good: `
    def keep(rows, name):
        with open(name, "w") as file:
            file.writelines(rows)
  `,
  check({ code }, report, { directories }) {
    if (code === null) return;
    for (const { path, span, isWrite, value } of fileUses(code)) {
      if (!isWrite || !outside.test(path) || streams.test(path) || system.test(path)) continue;
      const isAllowed =
        !/(?:^|\/)\.\.(?:\/|$)/.test(path) &&
        directories.some((one) => path === one || path.startsWith(`${one.replace(/\/+$/, "")}/`));
      if (!isAllowed && !isDagFolder(value, path)) report(span, { path });
    }
  },
});
