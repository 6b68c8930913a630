import { describe, expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (text: string) => placesIn("SEC-015", text);

describe("files of the system", () => {
  test.each([
    ["users", 'open("/etc/passwd")\n'],
    ["the kernel", 'open("/sys/kernel/x", "w")\n'],
    ["Docker's secrets", 'from pathlib import Path\nPath("/run/secrets/db").read_text()\n'],
    ["writing what may be read", 'open("/etc/hosts", "a")\n'],
  ])("%s", async (_, text) => {
    expect(await places(text)).toHaveLength(1);
  });

  test.each([
    ["what everyone may read", 'open("/etc/os-release")\nopen("/proc/cpuinfo")\n'],
    ["certificates", 'open("/etc/ssl/certs/ca.pem")\n'],
    ["what SEC-014 tells", 'open("/etc/shadow")\n'],
    ["data", 'open("/data/etc/passwd")\n'],
  ])("not: %s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});
