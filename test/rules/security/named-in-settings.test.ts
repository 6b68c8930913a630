import { describe, expect, test } from "vitest";
import { inspectTexts } from "../../analysis/inspect-texts.ts";
import { expectLinear } from "../../support/cost-of.ts";

/** Where SEC-001 tells of a file, by line and column. */
async function places(path: string, text: string, kind?: string): Promise<readonly string[]> {
  const { findings } = await inspectTexts({ files: [kind === undefined ? { path, text } : { path, text, kind }] });
  return findings
    .filter(({ rule }) => rule === "SEC-001")
    .map(({ span: { start } }) => `${start.line}:${start.column}`);
}

describe("a credential under a telling name in a file of settings", () => {
  test.each([
    ["of the environment", ".env", "DB_USER=etl\nDB_PASSWORD=hunter2-but-longer\n", "2:13"],
    ["of an environment", "deploy/prod.env", 'export API_TOKEN="4f9d2c7b8e1a6053"\n', "1:19"],
    ["in YAML", "config/settings.yaml", "database:\n  user: etl\n  password: hunter2 # of old\n", "3:13"],
    ["in a map of YAML", "config/settings.yml", 'db: { user: etl, password: "hunter2" }\n', "1:29"],
    ["in a list of YAML", "docker-compose.yml", "environment:\n  - DB_PASSWORD=hunter2\n", "2:17"],
    ["in JSON", "config/settings.json", '{"db":{"user":"etl","password":"hunter2"}}\n', "1:33"],
    ["in Airflow's settings", "airflow.cfg", "[core]\nfernet_key = Zm9vYmFyYmF6cXV4Y29yZ2VncmF1bHQxMjM=\n", "2:14"],
    ["in TOML", "conf/app.toml", '[db]\nclient_secret = "9f86d081-884c-7d65-9a2f-eaa0c55ad015"\n', "2:18"],
    ["in variables of Terraform", "infra/prod.tfvars", 'db_password = "hunter2"\n', "1:16"],
    ["of a line of .netrc", ".netrc", "machine api.acme.io login etl password hunter2x\n", "1:1"],
  ])("%s", async (_, path, text, place) => {
    expect(await places(path, text)).toEqual([place]);
  });

  test.each([
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what a shell would fill in
    ["what is filled in", ".env", "DB_PASSWORD=${DB_PASSWORD}\nTOKEN=$TOKEN1234\nKEY=\nPASSWORD=\nUSER=a1\n"],
    ["a default that everybody has", "docker-compose.yml", "environment:\n  POSTGRES_PASSWORD: airflow\n"],
    [
      "the name of a secret",
      "charts/x.yaml",
      "existingSecret: airflow-db-2024\nsecret: db_v2\ntoken: team/airflow/v2\n",
    ],
    ["a place", "settings.yaml", "password: /run/secrets/db1\npassword_file: /x/db-2\npassword: env:DB_PASSWORD1\n"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what GitHub would fill in
    ["a workflow", ".github/workflows/ci.yml", "with:\n  token: ${{ secrets.GITHUB_TOKEN_2 }}\n"],
    ["a comment", "airflow.cfg", "# password = hunter2\n; smtp_password = hunter2\n"],
    ["a sample", ".env.example", "DB_PASSWORD=hunter2\n"],
    ["a schema", "config.schema.json", '{"password": "hunter2"}\n'],
    ["a type", "openapi.yaml", "password: { type: string }\ntoken:\n  type: string\n"],
    ["what is encrypted", "k8s/s.yaml", "kind: SealedSecret\nspec:\n  password: AgBy3i4OJSWKPiTySYZZA9rO43cGDEq\n"],
    ["what SOPS encrypted", "prod.yaml", "password: ENC[AES256_GCM,data:Tr7o1]\n"],
    ["a sentence", "i18n/en.json", '{"password": "Enter 2 words", "reset_password": "Reset 1"}\n'],
    ["a file of prose", "README.md", "password: hunter2\n"],
    ["a place in an answer", "paginators.json", '{"output_token": "Jobs[-1].JobId", "token": "t1.9....AAQ"}\n'],
    ["a count", "settings.yaml", "max_tokens: 4096\ntoken: 12345678\n"],
  ])("not: %s", async (_, path, text) => {
    expect(await places(path, text)).toEqual([]);
  });

  test("is told once, by the rule that knows most of its file", async () => {
    const secret = "apiVersion: v1\nkind: Secret\nmetadata: { name: a }\nstringData: { password: hunter2 }\n";
    expect(await places("argocd/a.yaml", secret)).toEqual([]);
    expect(await places("charts/a/values.yaml", "db: { password: hunter2 }\n")).toEqual([]);
    expect(await places(".dvc/config", "['remote \"a\"']\n    password = hunter2\n")).toEqual([]);
  });
});

test.each([
  ["a key", "https://api.acme.io/v1/visits?ward=3&api_key=4f9d2c7b8e1a60534f9d2c7b"],
  ["a token", "https://api.acme.io/v1?access_token=Qx7Zr2Kd9Tm4Wv6Yb1Nc"],
])("a URL with %s is told", async (_, url) => {
  expect(await places("dags/a.py", `requests.get("${url}", timeout=5)\n`)).toHaveLength(1);
});

test.each([
  "https://api.acme.io/v1?token={token}",
  "https://api.acme.io/v1?token=next_page_of_results",
  "https://acme.io/docs?key=visits2024",
])("a URL without one is not: %s", async (url) => {
  expect(await places("dags/a.py", `url = "${url}"\n`)).toEqual([]);
});

test.each([
  'c = "curl -u etl:Kp93xZqL https://api.acme.io"\n',
  'c = "mysql -pKp93xZqL prod"\n',
  `os.environ.setdefault("AIRFLOW_CONN_DB", '{"conn_type": "postgres", "password": "hunter2"}')\n`,
])("a password is found wherever it stands in its command: %s", async (text) => {
  expect(await places("dags/a.py", text)).toHaveLength(1);
});

test.each<readonly [number, (size: number) => string]>([
  [20_000, (size) => "password: ".repeat(size)],
  [20_000, (size) => "a=".repeat(size)],
  [20_000, (size) => `password: "${"a1".repeat(size)}`],
  [20_000, (size) => `${"?token=".repeat(size)}`],
  [10_000, (size) => `${"machine a login ".repeat(size)}`],
])(
  "settings that try to make the search slow are searched in linear time (%#)",
  { timeout: 60_000 },
  async (least, write) => {
    await expectLinear(least, (size) =>
      inspectTexts({ files: [{ path: "a.yaml", text: write(size), kind: "other" }] }),
    );
  },
);
