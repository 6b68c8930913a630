import { describe, expect, test } from "vitest";
import { inspectTexts } from "../../analysis/inspect-texts.ts";
import { expectLinear } from "../../support/cost-of.ts";

async function told(code: string): Promise<readonly string[]> {
  const text = `import subprocess\nfrom airflow.providers.standard.operators.bash import BashOperator\n${code}\n`;
  const { findings, unread } = await inspectTexts({ files: [{ path: "dags/a.py", text }] });
  expect(unread).toEqual([]);
  return findings.filter(({ rule }) => rule === "SEC-037").map(({ message }) => /`(.*)`/.exec(message)?.[1] ?? "");
}

const bash = (command: string) => told(`BashOperator(task_id="a", bash_command=${JSON.stringify(command)})`);

describe("a command that starts a container with power over its machine", () => {
  test.each([
    ["docker run --privileged alpine", "docker run --privileged"],
    ["cd /x && podman run --rm -it --name a --privileged=true b", "podman run --privileged"],
    ["docker run -v /:/host alpine", "docker run -v /:/host"],
    ["docker container create -v/etc:/host alpine", "docker run -v /etc:/host"],
    [
      "docker run --volume='/var/run/docker.sock:/var/run/docker.sock' x",
      "docker run --volume /var/run/docker.sock:/var/run/docker.sock",
    ],
    ["docker run --mount type=bind,source=/,target=/host x", "docker run --mount type=bind,source=/,target=/host"],
    ["docker run --cap-add SYS_ADMIN x", "docker run --cap-add SYS_ADMIN"],
    ["docker run --rm \\\n  --pid=host x", "docker run --pid host"],
    ["docker run --name {{ task.task_id }} --privileged x", "docker run --privileged"],
    ["echo a; docker run x; docker run --privileged y", "docker run --privileged"],
  ])("%s", async (command, expected) => {
    expect(await bash(command)).toEqual([expected]);
  });

  test("without a shell", async () => {
    expect(await told('subprocess.run(["docker", "run", "--privileged", "x"])')).toEqual(["docker run --privileged"]);
  });

  test.each([
    "docker run --rm -it -v /srv/work:/work --cap-add NET_BIND_SERVICE --pid container:a x",
    "docker run x --privileged -v /:/host", // for what runs in it
    "docker run --name --privileged x", // its name
    "docker run --mount type=volume,source=a,target=/ x",
    "docker run --privileged=false x",
    "docker build --privileged .",
    "my-docker run --privileged x",
    "docker run -v {{ params.x }}:/ x",
  ])("not %s", async (command) => {
    expect(await bash(command)).toEqual([]);
  });

  test("in linear time", { timeout: 60_000 }, async () => {
    await expectLinear(20_000, (size) => bash("docker run -v ".repeat(size / 14)));
    await expectLinear(20_000, (size) => bash(`docker ${" ".repeat(size)}`));
  });
});
