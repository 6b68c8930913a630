import { describe, expect, test } from "vitest";
import { jobExample } from "../../../src/rules/jobs/job-example.ts";
import { findCredentials } from "../../../src/rules/security/find-credentials.ts";
import { isToldAsWhole } from "../../../src/rules/security/told-as-whole.ts";
import type { FileSubject } from "../../../src/rules/subject.ts";
import { brief, inspectTexts, placesIn } from "../../analysis/inspect-texts.ts";
import { expectLinear } from "../../support/cost-of.ts";

const places = (text: string) => placesIn("SEC-001", text);
/** Written in parts, so that no scanner takes this file for a leak. */
const awsId = `AKIA${"QYLPMN5HNM4ZXC7A"}`;
const githubToken = `ghp_${"wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx"}`;

describe("credentials", () => {
  test.each([
    ["a password in a variable", 'DB_PASSWORD = "hunter2hunter2"\n', "1:15"],
    ["a short one", 'password = "s3cr"\n', "1:12"],
    ["a password for short", 'DB_PASS = "MyClusterPassword1"\n', "1:11"],
    ["a keyword", 'connect(user="etl", password="hunter2")\n', "1:30"],
    ["a dictionary", 'c = {"user": "etl", "passwd": "hunter2"}\n', "1:31"],
    ["a subscript", 'os.environ["PGPASSWORD"] = "hunter2"\n', "1:28"],
    ["an attribute", 'self.api_key = "f4a9c1d2e3b4"\n', "1:16"],
    ["a default", 'def f(token: str = "9f86d081884c7d65"): ...\n', "1:20"],
    ["camel case", 'clientSecret = "9f86d081884c7d65"\n', "1:16"],
    ["adjacent literals", 'password = ("hun" "ter2")\n', "1:12"],
    ["words of which some might label it", 'password = "summer secret"\n', "1:12"],
    ["a label that is none", 'password = "Passw0rd (OAuth2 credentials)"\n', "1:12"],
    ["a note that is none", 'password = "secret (Kp93xZ)"\n', "1:12"],
    ["words around a label", 'password = "my secret dog"\n', "1:12"],
    ["a pair", 'password = "token/Ab12"\n', "1:12"],
    ["one of two at once", 'user, password = "etl", "hunter2"\n', "1:25"],
    ["a named expression", 'if password := "hunter2":\n    pass\n', "1:16"],
    ["bytes", 'password = b"hunter2"\n', "1:12"],
    ["a text turned round", 'password = "2retnuh"[::-1]\n', "1:12"],
    ["a text that is stripped", 'password = " hunter2 ".strip()\n', "1:12"],
    ["a text that is joined", 'password = "".join(["hun", "ter2"])\n', "1:12"],
    ["base64", 'password = base64.b64decode("aHVudGVyMg==").decode()\n', "1:12"],
    ["a second choice", 'password = os.getenv("X") or "hunter2"\n', "1:12"],
    ["a default of the environment", 'x = os.environ.get("DB_PASSWORD", "hunter2")\n', "1:35"],
    ["a default of a Variable", 'x = Variable.get("db_password", default_var="hunter2")\n', "1:45"],
    ["a Variable", 'Variable.set("db_password", "hunter2")\n', "1:29"],
    ["a URI that is added up", 'url = "postgresql://etl:" + "topsecret" + "@db.acme.io/" + name\n', "1:7"],
    ["a URI that is formatted", 'url = "postgresql://etl:{}@db.acme.io/x".format("topsecret")\n', "1:7"],
    ["a URI by %", 'url = "postgresql://etl:%s@db.acme.io/x" % "topsecret"\n', "1:7"],
    ["a client's variable", 'c = "PGPASSWORD=Kp93xZqL psql -h db"\n', "1:6"],
    ["a user and password of curl", 'c = "curl -s -u etl:Kp93xZqL https://api.acme.io"\n', "1:6"],
    ["a password of mysql", 'c = "mysql -u etl -pKp93xZqL prod"\n', "1:6"],
    ["a connection string", 'c = "Server=db.acme.io;User ID=etl;Password=Kp93xZqL;"\n', "1:35"],
    ["a URI of somebody", 'url = "postgresql://etl:topsecret@host/db"\n', "1:8"],
    ["a URI of a place", 'url = "postgresql://user:topsecret@prod-db.acme.io/db"\n', "1:8"],
    ["a URI with what a machine made", 'url = "postgresql://user:Xk29sdPq81@host/db"\n', "1:8"],
    ["a URI of a place that begins like none", 'url = "amqp://user:topsecret@host.docker.internal/x"\n', "1:8"],
    ["a label around what a machine made", 'password = "KpXzQwRtYbNm password"\n', "1:12"],
    ["a note around it", 'password = "Kp93xZqL (optional)"\n', "1:12"],
    ["words of the trade in a name", 'password = "user-horse-battery"\n', "1:12"],
    ["a name around what a machine made", 'password = "KpXzQwRtYbNm-secret"\n', "1:12"],
    ["four words", 'password = "correct horse battery staple"\n', "1:12"],
    ["words with a full stop", 'password = "open sesame!"\n', "1:12"],
    ["a sentence that says it", 'password = "The password is hunter2hunter2."\n', "1:12"],
    ["a pair that is no URI", 'token = "etl:Kp93xZqLm4"\n', "1:9"],
    ["base64 that begins like a path", 'secret_key = "/Kp93xZqLm4Tv8Wd="\n', "1:14"],
    ["a URI with a second host", 'url = "postgresql://user:topsecret@host,db.acme.io/x"\n', "1:8"],
    ["a URI with a query", 'url = "postgresql://user:topsecret@host/db?host=db.acme.io"\n', "1:8"],
    ["a URI with a second @", 'url = "postgresql://user:topsecret@host@db.acme.io/x"\n', "1:8"],
    ["a URI whose host goes on", 'url = "postgresql://user:topsecret@host_of.acme.io/x"\n', "1:8"],
    ["a URI that is put together", 'url = "postgresql://user:topsecret@host" + ".acme.io"\n', "1:8"],
    ["a URI of two texts", 'url = "postgresql://user:topsecret@host" ".acme.io/x"\n', "1:8"],
    ["a URI with a field", 'url = f"postgresql://user:topsecret@host{rest}/x"\n', "1:9"],
    ["a URI with a pass phrase", 'url = "postgresql://user:correct-horse-battery@host/db"\n', "1:8"],
    ["words with hyphens", 'password = "correct-horse-battery-staple"\n', "1:12"],
    ["a URI", 'url = "postgresql+psycopg2://etl:hunter2@db:5432/x"\n', "1:8"],
    ["an AWS key id", `key = "${awsId}"\n`, "1:8"],
    ["an AWS key id in a comment", `# ${awsId}\n`, "1:3"],
    ["a GitHub token", `x = "${githubToken}"\n`, "1:6"],
    ["a password after a character outside the basic plane", 'f(a="😀", password="hunter2")\n', "1:20"],
  ])("%s", async (_, text, place) => {
    expect(await places(text)).toEqual([place]);
  });

  test("are found in f-strings, next to other fields", async () => {
    const text = 'url = f"postgres://etl:hunter2@{host}/x" + "mysql://a:b0b0b0@h/x"\n';
    expect(await places(text)).toEqual(["1:9", "1:45"]);
  });

  test("are reported once where several ways find them", async () => {
    expect(await places(`password = "postgres://a:hunter2hunter2@db/x"\n`)).toHaveLength(1);
    expect(await places(`github_token = "${githubToken}"\n`)).toHaveLength(1);
  });

  test("are found in a file with a syntax error, and in job requests", async () => {
    expect(await places('password = "hunter2"\ndef f(:\n')).toEqual(["1:12"]);
    const { findings } = await inspectTexts({ files: [{ path: "jobs/a.yml", text: `x: ${awsId}\n` }] });
    expect(findings.map(({ rule }) => rule)).toContain("SEC-001");
  });

  test("are found in the parameters of a job request", async () => {
    const text = jobExample({
      parameters: "{ db: [{ password: hunter2 }], note: hunter2, token: [9f86d081884c7d65] }",
    });
    const { findings } = await inspectTexts({ files: [{ path: "jobs/a.yml", text }] });
    expect(brief(findings.filter(({ rule }) => rule === "SEC-001"))).toEqual([
      "SEC-001 4:32 `password` is given a password in plain text.",
      "SEC-001 4:67 `token` is given a token in plain text.",
    ]);
  });

  test("never appear in what is said", async () => {
    const text = `password = "hunter2hunter2"\nx = "${githubToken}"\ny = "${awsId}"\nz = "mysql://a:hunter2hunter2@h/x"\n`;
    const inspection = await inspectTexts({ files: [{ path: "dags/a.py", text }] });
    expect(inspection.findings).toHaveLength(4);
    const said = JSON.stringify(inspection);
    for (const value of ["hunter2", githubToken, awsId, githubToken.slice(4, 20)]) expect(said).not.toContain(value);
  });
});

describe("a password by its place", () => {
  test.each([
    ["of a mail server", 'import smtplib\nserver.login("etl@acme.io", "hunter2-but-longer")\n', "2:29"],
    ["of an FTP server", 'from ftplib import FTP\nftp.login("etl", "hunter2")\n', "2:18"],
    ["of an FTP server at once", 'import ftplib\nftplib.FTP("ftp.acme.io", "etl", "hunter2")\n', "2:34"],
    ["of a directory", 'l.simple_bind_s("cn=etl,dc=acme", "hunter2-but-longer")\n', "1:35"],
    ["of paramiko's transport", 't.connect(None, "etl", "hunter2-but-longer")\n', "1:24"],
    ["of MySQL", 'MySQLdb.connect("db", "etl", "hunter2", "prod")\n', "1:30"],
    ["of an SSH server", 'client.connect("sftp.acme.io", 22, "etl", "hunter2-but-longer")\n', "1:43"],
    ["of a server made elsewhere", 'server.login(user, "hunter2-but-longer")\n', "1:20"],
    ["of a session", 'session.auth = ("etl", "hunter2-but-longer")\n', "1:24"],
    ["of a request", 'requests.get(url, auth=("etl", "hunter2-but-longer"))\n', "1:32"],
    ["of a request by somebody", 'requests.get(url, auth=(USER, "hunter2"))\n', "1:31"],
    ["of a mapping", 'more = {"http_auth": ("etl", "hunter2")}\n', "1:30"],
    ["of a class", 'HTTPBasicAuth("etl", "hunter2-but-longer")\n', "1:22"],
    ["of a class in its module", 'aiohttp.BasicAuth("etl", ("hun" "ter2"))\n', "1:26"],
    ["of a driver", 'GraphDatabase.driver(uri, auth=basic_auth("neo4j", "hunter2"))\n', "1:52"],
    ["of a database", 'psycopg2.connect(host="db", password="hunter2-but-longer")\n', "1:38"],
  ])("%s", async (_, text, place) => {
    expect(await places(text)).toEqual([place]);
  });

  test.each([
    [
      "no password at that place",
      'ftplib.FTP("ftp.acme.io", "etl")\nclient.connect("a.io", 22, "etl", pkey)\nbus.connect("a.io", 1883, 60, "overview")\nx.connect("a", "b", "c", "hunter2x")\nFTP(*more, "etl", "hunter2")\n',
    ],
    ["what is asked for", 'import smtplib\nserver.login("etl", conn.password)\nserver.login("etl")\n'],
    ["a placeholder", 'requests.get(u, auth=("user", "password"))\nHTTPBasicAuth("user", "<secret>")\n'],
    ["a template", 's.auth = ("etl", "{{ conn.x.password }}")\ns.auth = ("etl", f"{word}")\n'],
    ["the name of a variable", 'requests.get(u, auth=("etl", "API_PASSWORD"))\n'],
    [
      "another login",
      'site.login("ada", "/accounts/home")\nsite.login("ada", "overview")\nlogin("ada", "k3yk3yk3y")\n',
    ],
    ["no pair", 'x.auth = ("a", "hunter2", "c")\nx.auth = ["read", "hunter2"]\nx.authors = ("ada", "hunter2")\n'],
    ["nothing before it", 'HTTPBasicAuth(*pair, "hunter2-but-longer")\nHTTPBasicAuth("hunter2-but-longer")\n'],
    ["a Variable's other default", 'x = Variable.get("db_password", default_var=None)\n'],
    ["a name for a name", 'x = os.environ.get("DB_PASSWORD_FILE", "/run/x")\n'],
    ["the environment's own", 'x = os.getenv("DB_PASSWORD", "")\n'],
    ["a name of a secret", 'x = os.getenv("DB_PASSWORD") or "DB_PASSWORD_OLD"\n'],
    ["a URI with what is asked for", 'url = "postgresql://etl:" + password + "@db.acme.io/x"\n'],
    ["a URI of a form", 'url = "postgresql://{}:{}@db.acme.io/x".format(user, password)\n'],
    ["a user of curl", 'c = "curl -u $USER:$PASSWORD https://api.acme.io"\n'],
    ["a port of mysql", 'c = "mysql -u etl -P 3306 -p prod2x"\n'],
    ["a connection string with a place", 'c = "Server=db;Password={password1};"\n'],
  ])("not: %s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});

describe("forms that tell by themselves", () => {
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  const rest = "Qx7Zr2Kd9Tm4Wv6Yb1Nc8Lp3Hs5Jg0Fa";
  test.each([
    ["a connection as JSON", `E = {"AIRFLOW_CONN_DB": '{"conn_type": "postgres", "password": "hunter2"}'}\n`],
    ["a connection of a file", `AIRFLOW_CONN_DB='{"conn_type": "postgres", "password": "hunter2"}'\n`],
    ["a connection's password in its query", `AIRFLOW_CONN_X = "aws://@/?aws_secret_access_key=hunter2hunter2"\n`],
    ["JSON", `x = json.loads('{"user": "etl", "password": "Kp93xZqL"}')\n`],
    ["JSON on lines of its own", `x = """\n{\n  "user": "etl",\n  "password": "Kp93xZqL"\n}\n"""\n`],
    ["JSON with escapes", 'x = "{\\"user\\": \\"etl\\", \\"password\\": \\"Kp93xZqL\\"}"\n'],
    ["a text for libpq", 'x = psycopg2.connect("host=db user=etl password=Kp93xZqL dbname=x")\n'],
    ["a text for libpq, the password first", 'x = "password=Kp93xZqL host=db"\n'],
    ["a text for libpq with quotes", `x = "dbname='x' password='Kp93xZqL'"\n`],
    ["a password in a command", 'c = "load.py --user=etl --password=s3cr3tpassw0rd"\n'],
    ["a Google key", `k = "AIza${rest}Qx7"\n`],
    ["an Azure key", `c = "DefaultEndpointsProtocol=https;AccountKey=${rest}${rest}=="\n`],
    ["an Azure signature", `u = "https://a.blob.core.windows.net/c?sv=2022-11-02&ss=b&sig=${rest}${rest}%3D"\n`],
    ["Databricks", `x = "dapi${"0123456789abcdef".repeat(2)}"\n`],
    ["Hugging Face", `x = "hf_${rest}${"ab"}"\n`],
    ["a Vault token", `x = "hvs.${rest}"\n`],
    ["a JSON Web Token", `x = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.${rest}"\n`],
    ["a URI in base64", `x = "${base64("postgresql://etl:hunter2@db/x")}"\n`],
    ["a private key in base64", `x = "${base64(`-----BEGIN RSA PRIVATE KEY-----\n${rest}${rest}`)}"\n`],
    ["a GitHub token in base64", `x = "${base64(githubToken)}"\n`],
    ["an AWS key id in base64", `x = "${base64(`id=${awsId}, more`)}"\n`],
    ["a basic authorization", `h = {"X": 1}\n# curl -H "Authorization: Basic ${base64("etl:hunter2-longer")}"\n`],
  ])("%s", async (_, text) => {
    expect(await places(text)).toHaveLength(1);
  });

  test.each([
    ["a connection without a password", `AIRFLOW_CONN_DB = '{"conn_type": "postgres", "host": "db"}'\n`],
    [
      "JSON without one",
      `x = '{"user": "etl", "password": "{{ x1 }}"}'\ny = '{"password": {"type": "string", "id": "Kp93xZqL"}}'\n`,
    ],
    ["JSON of a form", `x = '{"password": "%s"}' % word1\ny = '{"password": "' + word1 + '"}'\n`],
    [
      "a text for libpq with a gap",
      'x = f"host=db user=etl password={word1} dbname=x1"\ny = "user=%s password=%s1x" % z\n',
    ],
    ["words about it", 'x = "user and password=see the page of 2026"\n'],
    ["a connection's template", `AIRFLOW_CONN_DB = '{"conn_type": "postgres", "password": "{{ x }}"}'\n`],
    ["a connection's placeholder", `AIRFLOW_CONN_DB = '{"conn_type": "postgres", "password": "changeme"}'\n`],
    ["a connection's URI without one", 'AIRFLOW_CONN_DB = "postgres://etl@db/x"\n'],
    ["a command with a variable", 'c = "x --password=$PW1 --password={{ var.value.x1 }} --password=/run/s3cret"\n'],
    ["a command with a name", 'c = "x --password=DB_PASSWORD --password-file=abc123"\n'],
    ["base64 of a harmless text", `x = "${base64("the cohort of the year 2026")}"\n`],
    ["a digest", `x = "sha256:${"0123456789abcdef".repeat(4)}"\n`],
    ["base64 of bytes", `x = "${Buffer.from(Uint8Array.from({ length: 60 }, (_, n) => n * 4)).toString("base64")}"\n`],
    ["a path", 'x = "airflow/providers/standard/operators/bash/hooks/and/more"\n'],
    ["a name", 'x = "AIzaNotAKey"\n'],
  ])("not: %s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});

describe("no credentials", () => {
  test.each([
    ["a connection's id", 'PostgresHook(postgres_conn_id="warehouse")\n'],
    ["the name of a Variable", 'token = Variable.get("api_token")\n'],
    [
      "the name of a Kubernetes secret",
      'Secret(deploy_type="env", deploy_target="DB_PASSWORD", secret="airflow-secrets", key="password")\n',
    ],
    ["a keyword that names a secret", 'V1EnvVar(name="X", secret="db-secret-1")\n'],
    ["a template", 'BashOperator(env={"PASSWORD": "{{ conn.db.password }}"})\n'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what a shell would fill in
    ["an interpolation", 'password = "${DB_PASSWORD}"\n'],
    ["a format field", 'password = "{password}"\n'],
    ["an f-string with a field", 'password = f"{x}-1"\n'],
    ["the environment", 'password = os.environ["DB_PASSWORD"]\n'],
    ["an environment variable's name", 'PASSWORD = "DB_PASSWORD_MAIN"\n'],
    ["a path", 'password_file = "/run/secrets/db"\npassword = "/run/secrets/db"\n'],
    ["a URL", 'token = "https://auth.example.com/token"\n'],
    ["a placeholder", 'password = "changeme"\ntoken = "<your token>"\napi_key = "xxxxxxxx"\n'],
    ["a default that stands for none", 'password = os.environ.get("password", "temp")\n'],
    ["nothing", 'password = ""\ntoken = None\n'],
    ["a name for a field", 'PASSWORD = "password"\nRESOURCE_PASSWORD = "Passwords"\nc = {"token": "token"}\n'],
    ["a prompt", 'password = "Enter the password:"\n'],
    ["a type", 'columns = {"password": "varchar", "token": "string"}\n'],
    ["a count", 'max_tokens = "1000"\n'],
    ["a page's token", 'next_page_token = "abc123def456"\n'],
    ["a label of a form", 'relabeling = {"password": "Client Secret (optional)", "token": "Chime Webhook token"}\n'],
    ["a sample", 'password = "T00000000?token=XXXXXXXXXXXXXXXXXXXXXXXX"\n'],
    ["a manual's URI", '"""Such as CONN=my-type://my-login:my-pa%2Fssword@my-host:5432/x"""\n'],
    [
      "labels of a form",
      'a = {"password": "Leave blank (optional)", "token": "Snowflake Private Key"}\nb = {"password": "private registry password"}\n' +
        'c = {"password": "PagerDuty API token"}\nd = {"password": "Leave it empty to use the node\'s, on gen2."}\n',
    ],
    [
      "more labels",
      'a = {"password": "client_secret (OAuth2 credentials)", "token": "access_token (JWT)"}\nb = {"password": "API Key/Token"}\n' +
        'c = {"password": "OAuth2 client secret"}\nd = {"password": "client_id:client_secret"}\ne = {"password": "Password:"}\n' +
        'f = {"password": "Passphrase (optional)"}\ng = {"password": "Auth Token*"}\nh = {"password": "API secret (v2)"}\n',
    ],
    [
      "URIs of manuals",
      '"""postgresql://user:pass@host/db, http://user:passwort@proxy.example.com:8080, mongodb://myuser:mypass@host/x\n' +
        'amqp://user:bitnami@host, sftp://user:some_password@server/, mysql://username:topsecret@my-host:3306/db"""\n',
    ],
    ["a secret's name", 'secret = "my-db-secret"\ntoken_key = "auth_token"\n'],
    ["a URI without password", 'url = "postgresql://db:5432/x"\nu = "ssh://git@github.com/x"\n'],
    [
      "a URI with a placeholder",
      'url = "postgresql://user:password@host/db"\nu = "mysql://u:{pw}@h/x"\nv = "mysql://u:%(pw)s@h/x"\n',
    ],
    ["a URI as manuals write it", '"""``redis://[:password]@host:port``, mongodb://[user:password]@h"""\n'],
    ["a repository for fsspec", 'p = "github://apache:airflow@main/README.md"\n'],
    ["a pattern", 'token = r"[-!#$%&.^_0-9a-zA-Z]+"\n'],
    ["a permission", 'views = {"resetmypassword": "read"}\n'],
    ["a time in a URL", 'u = "http://x/a:b"\nt = "http://host:8080/@user"\n'],
    ["a long word that holds AKIA", 'x = "XAKIAQYLPMN5HNM4ZXC7A9"\n'],
  ])("%s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});

test.each<readonly [number, (size: number) => string]>([
  [12_500, (size) => "a://".repeat(size)],
  [50_000, (size) => ":".repeat(size)],
  [25_000, (size) => `x = "${"a:".repeat(size)}@"`],
  [5_000, (size) => "password = ".repeat(size)],
  [5_000, (size) => "host=x password=".repeat(size)],
  [5_000, (size) => `'{"password": `.repeat(size)],
  [5_000, (size) => `x.connect("a", 22, "b", `.repeat(size)],
  [5_000, (size) => `""" {"a" "{ \\"a`.repeat(size)],
])(
  "a text that tries to make the search slow is searched in linear time (%#)",
  { timeout: 60_000 },
  async (least, write) => {
    await expectLinear(least, (size) =>
      inspectTexts({ files: [{ path: "notes.txt", text: write(size), kind: "dag" }] }),
    );
  },
);

test("very many credentials, which are each told once, take linear time", { timeout: 60_000 }, async () => {
  await expectLinear(1_500, (count) => {
    const spanOf = (line: number) => ({ start: { line, column: 1 }, end: { line, column: 9 } });
    const each = { name: "password", value: "Zx9mkQpL8vN", callee: null, form: "assignment" };
    const namedStrings = Array.from({ length: count }, (_, at) => ({ ...each, span: spanOf(at + 1) }));
    const all = { path: "a.py", text: "", secrets: [], job: null, manifests: null, dockerfile: null, dvc: null };
    const subject = { ...all, namedStrings: namedStrings } as unknown as FileSubject; // the rest is not looked at
    expect(findCredentials(subject)).toHaveLength(count);
    for (const { span } of namedStrings) expect(isToldAsWhole(subject, () => span)).toBe(true);
  });
});
