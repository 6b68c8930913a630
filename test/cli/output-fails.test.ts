import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";

const mainFile = join(import.meta.dirname, "../../src/main.ts");

/** A file of Linux to which nothing can be written: the disk is full. */
const fullDisk = "/dev/full";

test.runIf(existsSync(fullDisk))(
  "an answer that cannot be written is a failure of the disk, told in one line",
  async () => {
    await using full = await open(fullDisk, "w");
    const { status, stderr } = spawnSync(process.execPath, [mainFile, "rules", "SEC-001"], {
      stdio: ["ignore", full.fd, "pipe"],
      encoding: "utf8",
    });
    expect(stderr).toBe(
      "countersign: The answer could not be written to standard output: ENOSPC: no space left on device, write. Make room there, and run the command again.\n",
    );
    expect(status).toBe(3);
  },
);
