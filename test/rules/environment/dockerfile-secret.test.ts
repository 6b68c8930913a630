import { expect, test } from "vitest";
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
