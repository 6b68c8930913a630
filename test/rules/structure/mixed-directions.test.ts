import { expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (code: string) =>
  placesIn(
    "DAG-017",
    `from airflow.sdk import DAG, chain\nfrom airflow.operators.empty import EmptyOperator as E\nwith DAG("d"):\n    a, b, c, d = [E(task_id=n) for n in "abcd"]\n${code
      .split("\n")
      .map((line) => `    ${line}`)
      .join("\n")}\n`,
  );

test.each([
  ["a >> b << c", ["5:5"]],
  ["a << b >> c", ["5:5"]],
  ["a >> b << c >> d", ["5:5"]],
  ["a >> (b << c)", ["5:5"]],
  ["[a, b] >> c << d", ["5:5"]],
  ["a >> b << c\nb << d >> a", ["5:5", "6:5"]],
  ["for x in [b, c]:\n    a >> x << d", ["6:9"]],
  ["a >> b >> c", []],
  ["a << b << c", []],
  ["a >> b\nc << b", []],
  ["a >> [b, c] >> d", []],
  ["a.set_upstream(b)\na >> c", []],
  ["chain(a, b)", []],
  ["x = 1 << 2 >> 1", []],
])("%s", async (code, expected) => {
  expect(await places(code)).toEqual(expected);
});
