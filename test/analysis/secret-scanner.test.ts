import { rules } from "@secretlint/secretlint-rule-preset-recommend";
import { expect, test } from "vitest";
import { scanSecrets } from "../../src/analysis/secret-scanner.ts";

test("a scan leaves nothing behind: a worker makes millions of them", async () => {
  for (let n = 0; n < 20; n += 1) await scanSecrets("dags/a.py", `x = ${n}\n`);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(performance.getEntries().map(({ name }) => name)).toEqual([]);
});

test.each([
  "# secretlint-disable",
  "/* secretlint-disable-next-line */",
  "# secretlint-disable @secretlint/secretlint-rule-github",
])("a file cannot silence the scan of itself: %s", async (comment) => {
  const text = `${comment}\nx = "${"ghp_"}${"a1B2".repeat(9)}"  # secretlint-disable-line\n`;
  expect((await scanSecrets("dags/a.py", text)).map(({ what }) => what)).toEqual(["a GitHub token"]);
});

test.each(["AWS_SECRET_ACCESS_KEY=", 'aws_secret_access_key = "'])(
  "all of a secret of AWS is told, so that all of it is masked: %s",
  async (before) => {
    const line = `x: 1; ${before}${"wJalrXUtnF/MI+K7MDE".repeat(2)}ab`;
    const [hit] = await scanSecrets("Dockerfile", `FROM a\n${line}" b\n`);
    expect(hit?.span).toEqual({ start: { line: 2, column: 7 }, end: { line: 2, column: line.length + 1 } });
    expect(hit?.value).toBe(line.slice(6));
  },
);

/** What each rule finds, made of pieces so that nobody takes this file for one that holds secrets. */
const pem = (kind: string): string => `-----BEGIN ${kind}-----\n${"MIIEpAIB".repeat(30)}\n-----END ${kind}-----`;
const found: Readonly<Record<string, readonly string[]>> = {
  aws: [`aws_secret_access_key = "${"wJalrXUtnF/MI+K7MDE".repeat(2)}ab"`],
  gcp: [],
  privatekey: [pem("RSA PRIVATE KEY"), pem("PRIVATE KEY")],
  npm: [`x = "${"npm_"}${"a1B2".repeat(9)}"`],
  basicauth: ["https://someone:hunter2longer@db.example.org/x"],
  slack: [
    `${"xoxb"}-123456789012-${"aB1".repeat(8)}`,
    `https://hooks.${"slack"}.com/services/T1234/B1234/${"aB1".repeat(8)}`,
  ],
  sendgrid: [`${"SG"}.${"aB".repeat(11)}.${"aB1".repeat(14)}x`],
  shopify: [`${"shpat"}_${"a1".repeat(16)}`],
  stripe: [`${"sk_live"}_${"aB1".repeat(9)}`, `${"rk_test"}_${"aB1".repeat(9)}`],
  github: [`${"ghp_"}${"a1B2".repeat(9)}`, `${"github_pat_"}${"a".repeat(82)}`],
  gitlab: [`${"glpat-"}${"aB1_".repeat(5)}`],
  grafana: [`${"glc_"}${"aB1x".repeat(10)}`, `${"glsa_"}${"aB1x".repeat(8)}_0123abcd`],
  openai: [`sk-${"aB1xY".repeat(4)}${"T3Blbk"}FJ${"aB1xY".repeat(4)}`],
  anthropic: [`${"sk-ant-"}api03-${"aB1xY".repeat(19)}AA`],
  groq: [`${"gsk_"}${"aB1x".repeat(13)}`],
  huggingface: [`${"hf_"}${"aB".repeat(17)}`],
  linear: [`${"lin_api_"}${"aB1x".repeat(10)}`],
  notion: [`${"ntn_"}12345678901${"aB1xY".repeat(7)}`],
  "1password": [],
  "database-connection-string": [
    "postgresql://etl:Gx7kQ2vLp9zT@db.internal:5432/visits",
    "mysql://etl:Gx7kQ2vLp9zT@db.internal:3306/visits",
    "mongodb+srv://etl:Gx7kQ2vLp9zT@db.internal/visits",
  ],
  "hashicorp-vault": [
    `${"hvs."}${"aB1xY".repeat(19)}`,
    `${"hvb."}${"aB1xY".repeat(29)}`,
    `${"hvr."}${"aB1xY".repeat(19)}`,
  ],
  vercel: [`${"vcp_"}${"aB1x".repeat(6)}`],
  databricks: [`${"dapi"}${"0a1b".repeat(8)}`],
  docker: [`${"dckr_pat_"}${"aB1".repeat(9)}`],
  figma: [`${"figd_"}${"aB1x".repeat(10)}`],
  cloudflare: [`${"cfut_"}${"aB1x".repeat(10)}0123abcd`],
  tailscale: [`${"tskey-"}auth-${"aB1x".repeat(4)}-${"aB1x".repeat(8)}`],
  "filter-comments": [],
};

test.each(Object.entries(found).flatMap(([rule, all]) => all.map((text) => [rule, text] as const)))(
  "what secretlint's rule %s finds it finds in Python, too",
  async (_, text) => {
    const inText = await scanSecrets("a.txt", `${text}\n`);
    expect(inText.length).toBeGreaterThan(0);
    expect(await scanSecrets("a.py", `${text}\n`)).toEqual(inText);
  },
);

test("of each rule of secretlint's something is known that it finds", () => {
  expect(rules.map(({ meta }) => meta.id.replace(/^.*secretlint-rule-/, "")).sort()).toEqual(Object.keys(found).sort());
});
