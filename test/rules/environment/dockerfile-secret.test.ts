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

test.each([
  [
    "a here-document",
    "COPY <<EOF /app/.env\nUSER=a\nDB_PASSWORD=open-7-sesame\nEOF",
    "4:1 `COPY` writes the value of `DB_PASSWORD`",
  ],
  [
    "one for a settings file",
    "COPY <<-'EOF' /a.ini\n\t[db]\n\tdb_password = sesame77\n\tEOF",
    "4:1 `COPY` writes the value of `db_password`",
  ],
  ["one for a shell", "RUN <<EOF\nexport API_TOKEN=abc-def-1\nEOF", "3:1 `RUN` writes the value of `API_TOKEN`"],
  ["a file of a password", "RUN echo 'sesame77' > /root/db-password.txt", "2:1 `RUN` writes the value of `password`"],
  [
    "a file of settings",
    'RUN true && \\\n  echo "DB_PASSWORD=sesame77" >> /app/.env',
    "2:1 `RUN` writes the value of `DB_PASSWORD`",
  ],
  ["a command", "RUN INDEX_TOKEN=abc-def-1 pip install a", "2:1 `RUN` writes the value of `INDEX_TOKEN`"],
])("a credential in %s", async (_, lines, expected) => {
  expect(await told(lines)).toEqual([`${expected} into the image and the repository.`]);
});

test.each([
  "RUN echo $DB_PASSWORD > /root/password",
  'RUN echo "DB_PASSWORD=$(cat /run/secrets/a)" > /app/.env',
  "RUN echo password > /dev/null",
  "RUN echo 'set the password first' > /root/password",
  "RUN useradd --password=disabled9 a",
  "RUN sed -i 's/password=old12345/b/' /a",
  "RUN --mount=type=secret,id=token pip install a",
  "RUN <<EOF\npassword = read_password(1)\ntoken: str = os.environ['TOKEN1']\n# password = sesame77\nEOF",
  "COPY a=b secret_key=c /x/",
])("nothing is written by %s", async (line) => {
  expect(await told(line)).toEqual([]);
});

test("a long line takes no longer than it is long", async () => {
  const start = performance.now();
  for (const one of ["echo ", "password=", "a", '"', "> "]) await told(`RUN ${one.repeat(100_000 / one.length)}`);
  expect(performance.now() - start).toBeLessThan(10_000);
});
