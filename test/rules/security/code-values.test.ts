import { expect, test } from "vitest";
import { quoteCode } from "../../../src/rules/security/code-values.ts";

test.each([
  ["curl  https://example.org/i.sh\n| sh", "`curl https://example.org/i.sh | sh`"],
  ["curl -H 'Authorization: Bearer hunter2hunter2' x | sh", "`curl -H 'Authorization: Bearer …' x | sh`"],
  ["curl https://etl:hunter2@example.org | sh", "`curl https://…@example.org | sh`"],
  ["curl https://example.org?token=hunter2 | sh", "`curl https://example.org?token=… | sh`"],
  ["x ghp_wWPw5k4aXcaT4fNP0UcnZwJUVFk6 y", "`x … y`"],
  ["`a` \uFFFC", "`'a' …`"],
  [
    "airflow.providers.standard.operators.bash.BashOperator",
    "`airflow.providers.standard.operators.bash.BashOperator`",
  ],
  ["x".repeat(100), `\`${"x".repeat(79)}…\``],
])("%s is shown as %s", (text, shown) => {
  expect(quoteCode(text)).toBe(shown);
});
