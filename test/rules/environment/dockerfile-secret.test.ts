import { expect, test } from "vitest";
import { inspectTexts } from "../../analysis/inspect-texts.ts";
import { toldBy } from "./told-by.ts";

const told = (lines: string) => toldBy("ENV-023", `FROM a\n${lines}\n`, { path: "Dockerfile" });

test("a value of a telling name, set with ENV or ARG", async () => {
  expect(await told('ENV A=b DB_PASSWORD="open-7-sesame" \\\n  API_TOKEN=abc-def-1')).toEqual([
    "2:21 `ENV` writes the value of `DB_PASSWORD` into the image and the repository.",
    "3:13 `ENV` writes the value of `API_TOKEN` into the image and the repository.",
  ]);
  expect(await told("ARG SECRET_KEY=abc-def-1")).toHaveLength(1);
  expect(await toldBy("ENV-023", "ARG API_TOKEN=abc-def-1\nFROM a\n", { path: "Dockerfile" })).toHaveLength(1);
});

/** Written in parts, so that no scanner takes this file for a leak. */
const awsKey = `wJalrXUtnFEMI/K7MDENG/${"bPxRfiCYzzzzzzKEY1"}`;

test("what SEC-001 tells is told once, with what to do outside of DAGs", async () => {
  const line = `ENV AWS_SECRET_ACCESS_KEY=${awsKey}`;
  expect(await told(line)).toEqual([]);
  const { findings } = await inspectTexts({ files: [{ path: "Dockerfile", text: `FROM a\n${line}\n` }] });
  const said = findings.filter(({ rule }) => rule === "SEC-001");
  expect(said.map(({ remedy }) => remedy)).toEqual([expect.stringContaining("Have the node give it")]);
});

test.each([
  "ARG DB_PASSWORD",
  "ENV DB_PASSWORD=",
  "ENV DB_PASSWORD=$OTHER",
  `ENV DB_PASSWORD=\${OTHER:-}`,
  "ENV DB_PASSWORD_FILE=/run/secrets/db",
  "ENV DB_PASSWORD=/run/secrets/db",
  "ENV MAX_TOKENS=4096",
  "LABEL token=abcdef",
])("not %s", async (line) => {
  expect(await told(line)).toEqual([]);
});
