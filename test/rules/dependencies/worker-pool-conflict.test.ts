import { expect, test } from "vitest";
import { expectLinear } from "../../support/cost-of.ts";
import { told } from "./inspect-dependencies.ts";

const at = (text: string, other: string, options?: Readonly<Record<string, unknown>>) =>
  told("DEP-014", text, {
    path: "deploy/workers/gpu/requirements.txt",
    others: { "deploy/workers/default/requirements.txt": other, "tools/requirements.txt": "apache-airflow==2.9\n" },
    ...(options === undefined ? {} : { options }),
  });

test("Airflow in two versions", async () => {
  expect(await at("torch\napache-airflow==3.1.0\n", "Apache_Airflow[celery]==3.3.2\n")).toEqual([
    "2:1 This pool asks for `apache-airflow==3.1.0`, and another one for `Apache_Airflow==3.3.2` (`deploy/workers/default/requirements.txt:1`).",
  ]);
});

test.each([
  ["celery<5", "celery>=5.3", 1],
  ["apache-airflow==3.3.2", "apache-airflow==3.3.2", 0],
  ["apache-airflow>=3", "apache-airflow==3.3.2", 0],
  ["apache-airflow", "apache-airflow==3.3.2", 0],
  // Two of one file are told by another rule.
  ["celery<5\ncelery>=5.3", "", 0],
  // What else a pool has is its own matter.
  ["torch==2.8.0", "torch==2.1.0", 0],
])("%s and %s", async (text, other, expected) => {
  expect(await at(`${text}\n`, `${other}\n`)).toHaveLength(expected);
});

test("the policy says which files and packages these are", async () => {
  expect(await at("torch==2.8.0\n", "torch==2.1.0\n", { shared: ["torch"] })).toHaveLength(1);
  expect(await at("celery<5\n", "celery>=5.3\n", { pools: ["pools/**"] })).toEqual([]);
});

test("of very many entries of one package each is held against few", { timeout: 60_000 }, async () => {
  const write = (count: number) => Array.from({ length: count }, (_, at) => `celery>=1.${at}\n`).join("");
  await expectLinear(150, async (count) => {
    expect(await at(write(count), write(count))).toEqual([]);
  });
});
