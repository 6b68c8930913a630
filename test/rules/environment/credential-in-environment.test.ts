import { expect, test } from "vitest";
import { podExample } from "../../../src/rules/environment/pod-example.ts";
import { toldBy } from "./told-by.ts";

const told = (env: string) => toldBy("ENV-027", podExample({ container: `env: [${env}]` }));
const says = (place: string, name: string) => [`${place} \`${name}\` is given a credential in plain text.`];

test("an entry of a container's environment", async () => {
  expect(await told("{ name: A, value: b }, { name: DB_PASSWORD, value: open-7 }")).toEqual(
    says("9:64", "DB_PASSWORD"),
  );
  expect(await told("{ name: AIRFLOW__CORE__FERNET_KEY, value: q7WlZ_x1 }")).toHaveLength(1);
});

test.each([
  "{ name: DB_PASSWORD, value: '' }",
  "{ name: DB_PASSWORD, value: $(OTHER) }",
  "{ name: DB_PASSWORD, value: /run/secrets/db }",
  "{ name: DB_PASSWORD_FILE, value: secret.txt }",
  "{ name: DB_SECRET, value: results-database }",
  "{ name: MAX_TOKENS, value: '4096' }",
  "{ name: DB_PASSWORD, valueFrom: { secretKeyRef: { name: a, key: b } } }",
])("not %s", async (entry) => {
  expect(await told(entry)).toEqual([]);
});

test("what SEC-001 tells is told once", async () => {
  const token = `ghp_${"wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx"}`;
  const onOneLine = `{ name: GITHUB_TOKEN, value: "${token}" }, { name: DB_PASSWORD, value: open-7 }`;
  expect((await told(onOneLine)).map((one) => /`.*?`/.exec(one)?.[0])).toEqual(["`DB_PASSWORD`"]);
  const entries = `env:\n  - { name: GITHUB_TOKEN, value: ${token} }\n  - { name: DB_PASSWORD, value: open-7 }`;
  expect(await toldBy("ENV-027", podExample({ container: entries }))).toEqual(says("11:39", "DB_PASSWORD"));
});

test("a chart's values, but not names of Secrets", async () => {
  const values = (text: string) => toldBy("ENV-027", text, { path: "charts/a/values.yaml" });
  expect(await values("db:\n  user: ada\n  password: open-7\n")).toEqual(says("3:13", "password"));
  expect(
    await values(
      "existingSecret: a-b-c\nsecretKey: a-b-c\npasswordSecret: a-b-c\npassword: ~\ntoken: ''\npasswordKey: abc\nauthKey: auth\napiToken: api-token\n",
    ),
  ).toEqual([]);
});

test("what ends in a word for the name of a secret is one where a machine made it", async () => {
  const values = (text: string) => toldBy("ENV-027", text, { path: "charts/a/values.yaml" });
  const made = "4f9d2c7b8e1a60534f9d2c7b";
  expect(await values(`webserverSecretKey: ${made}\n`)).toEqual(says("1:21", "webserverSecretKey"));
  expect(await values(`oidc: { clientSecret: ${made} }\n`)).toEqual(says("1:23", "clientSecret"));
  expect(await values("secretKey: airflow-webserver-2024-v2\nsecret: db-tls-2024\nsecretKey: db.key.2\n")).toEqual([]);
});

test("what a template fills in is none", async () => {
  const text =
    "kind: Pod\napiVersion: v1\nspec:\n  containers:\n    - env: [{ name: A_TOKEN, value: '{{ .Values.a }}' }]\n";
  expect(await toldBy("ENV-027", text, { path: "charts/a/templates/a.yaml" })).toEqual([]);
});

test("the password beside a user that Airflow's chart calls `pass`", async () => {
  const values = (text: string) => toldBy("ENV-027", text, { path: "charts/a/values.yaml" });
  expect(await values("metadataConnection:\n  user: ada\n  pass: open-7\n")).toEqual(says("3:9", "pass"));
  expect(await values("metadataConnection:\n  user: postgres\n  pass: postgres\n")).toEqual([]);
  expect(await values("checks:\n  pass: open-7\n")).toEqual([]);
});
