import { describe, expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const pod = "from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator\n";
const docker = "from airflow.providers.docker.operators.docker import DockerOperator\n";
const conf = "{{ dag_run.conf['x'] }}";

describe("arguments of a container that whoever starts a run chooses", () => {
  test.each([
    ["of a pod", `${pod}KubernetesPodOperator(task_id="a", arguments=["--table", "${conf}"])\n`],
    ["its program", `${pod}KubernetesPodOperator(task_id="a", cmds=["${conf}"])\n`],
    ["of Docker", `${docker}DockerOperator(task_id="a", command="load ${conf}")\n`],
    [
      "of a pod by Airflow 2's path",
      `${pod.replace(".pod ", ".kubernetes_pod ")}KubernetesPodOperator(arguments=["${conf}"])\n`,
    ],
  ])("%s", async (_, text) => {
    expect(await placesIn("SEC-036", text)).toHaveLength(1);
    expect(await placesIn("SEC-002", text)).toEqual([]);
  });

  test("which a shell reads are told as its command, and once", async () => {
    const text = `${pod}KubernetesPodOperator(task_id="a", cmds=["sh", "-c"], arguments=["load ${conf}"])\n`;
    expect(await placesIn("SEC-036", text)).toEqual([]);
    expect(await placesIn("SEC-002", text)).toHaveLength(1);
  });

  test.each([
    ["dates and numbers", `${pod}KubernetesPodOperator(arguments=["{{ ds }}", "{{ dag_run.conf['n'] | int }}"])\n`],
    ["the environment", `${pod}KubernetesPodOperator(env_vars={"X": "${conf}"})\n`],
    ["a Param", `${pod}KubernetesPodOperator(arguments=["{{ params.x }}"])\n`],
    ["another class of that name", `class DockerOperator: ...\nDockerOperator(command="${conf}")\n`],
  ])("not: %s", async (_, text) => {
    expect(await placesIn("SEC-036", text)).toEqual([]);
  });
});
