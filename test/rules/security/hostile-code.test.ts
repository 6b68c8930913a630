import { describe, expect, test } from "vitest";
import { inspectTexts } from "../../analysis/inspect-texts.ts";
import { expectLinear } from "../../support/cost-of.ts";

const head = "from airflow.providers.standard.operators.bash import BashOperator\nimport os\n";
const shell = (word: string) => (size: number) => `${head}os.system("${word.repeat(size)}")\n`;

/** A name that is made of the one before it twice, many times. */
const doubled = (times: number, twice: (name: string) => string): string =>
  `${head}from pathlib import Path\nx0 = "a"\n${Array.from({ length: times }, (_, n) => `x${n + 1} = ${twice(`x${n}`)}\nopen(x${n + 1})\n`).join("")}# "/"\nopen("/a")\n`;
const kubernetes =
  "from airflow.providers.cncf.kubernetes.operators.resource import KubernetesCreateResourceOperator as K\n";

describe("a file that is made to cost much costs little", () => {
  test.each<readonly [string, number, (size: number) => string]>([
    ["a long list that is used often", 120, (n) => `${head}x = [${"1, ".repeat(5 * n)}]\n${"print(x)\n".repeat(n)}`],
    ["downloads", 2_500, shell("curl | ")],
    ["netcat", 2_500, shell("nc ")],
    ["copies", 2_500, shell("cp a ")],
    ["readers", 2_500, shell("cat ")],
    ["shells", 2_500, shell("sh -i ")],
    ["programs", 2_500, shell("python -c socket ")],
    ["options", 2_500, shell("perl -a -a -a ")],
    ["quotes", 2_500, shell("sh '-i' >' ")],
    ["templates", 1_200, (n) => `${head}BashOperator(bash_command="${"{{ a if b if ".repeat(n)}")\n`],
    ["connections", 2_500, (n) => `x = """${"AIRFLOW_CONN_A={".repeat(n)}"""\n`],
    ["URIs", 4_000, (n) => `x = "${"a://".repeat(n)}"\n`],
    ["tokens", 4_000, (n) => `x = "${"eyJ".repeat(n)}"\n`],
    ["base64", 1_200, (n) => `x = """${"QUJDREVGR0hJSktMTU5P\n".repeat(n)}"""\n`],
    ["paths", 2_500, (n) => `${head}open("${"/airflow".repeat(n)}", "w")\n`],
    ["paths that are joined with themselves", 400, (n) => doubled(n, (x) => `os.path.join(${x}, ${x})`)],
    ["quotients of themselves", 400, (n) => doubled(n, (x) => `Path(${x}) / ${x}`)],
    [
      "YAML that is used often",
      150,
      (n) => `${kubernetes}y = """${"a: 1\n---\n".repeat(3 * n)}"""\n${"K(yaml_conf=y)\n".repeat(n)}`,
    ],
    [
      "mounts that are used often",
      400,
      (n) =>
        `import docker\nx = [${'"/:/a", '.repeat(n)}]\n${"docker.from_env().containers.run(volumes=x)\n".repeat(n)}`,
    ],
    [
      "defaults that are used often",
      400,
      (n) =>
        `from airflow.sdk import DAG\nx = {${'"a": "airflow_db", '.repeat(n)}}\n${"DAG(default_args=x)\n".repeat(n)}`,
    ],
    [
      "attributes that are set often",
      400,
      (n) => `x = {${'"bash_command": "a", '.repeat(n)}}\n${"t.__dict__.update(x)\n".repeat(n)}`,
    ],
    [
      "templates that are named often",
      300,
      (n) =>
        `${kubernetes.replaceAll("resource", "pod").replace("KubernetesCreateResourceOperator", "KubernetesPodOperator")}${Array.from({ length: n }, (_, at) => `K(pod_template_file="dags/a.py")\nK(pod_template_file="a${at}")\n`).join("")}`,
    ],
    ["a coding line", 6_000, (n) => `#${" coding".repeat(n)}\n`],
    ["names in disguise", 400, (n) => `import os\n${"oѕ = 1\n".repeat(n)}`],
  ])("%s", { timeout: 60_000 }, async (_, size, write) => {
    await expectLinear(size, async (given) => {
      const { unread } = await inspectTexts({ files: [{ path: "dags/a.py", text: write(given) }] });
      expect(unread).toEqual([]);
    });
  });
});
