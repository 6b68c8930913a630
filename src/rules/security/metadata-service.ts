import type { CodeValue } from "../../python/code/code-facts.ts";
import { defineRule } from "../define-rule.ts";
import { quoteCode, writtenText } from "./code-values.ts";

const hosts =
  /(?<![\w.])(?:169\.254\.169\.254|169\.254\.170\.(?:2|23)|metadata\.google\.internal|metadata\.goog|metadata\.azure\.internal|100\.100\.100\.200|fd00:ec2::(?:254|23)|2852039166|0xa9fea9fe|instance-data\.ec2\.internal|metadata(?=\/computeMetadata\/))(?![\w]|\.\d)/i;

/** Of a text, also one that is put together from constants. */
function hostIn(value: CodeValue): string | undefined {
  const text = writtenText(value) ?? "";
  // A list of hosts that no proxy is asked for.
  if (text.includes(",") && !text.includes("://")) return undefined;
  return hosts.exec(text)?.[0] ?? otherSpelling(text);
}

/** Addresses as their four bytes in one number, in decimal. */
const addresses: ReadonlySet<number> = new Set(
  [
    [169, 254, 169, 254],
    [169, 254, 170, 2],
    [169, 254, 170, 23],
    [100, 100, 100, 200],
  ].map((bytes) => bytes.reduce((sum, byte) => sum * 256 + byte, 0)),
);

/**
 * An address that is written in octal, hexadecimal, fewer parts or wide digits, or as one of IPv6: systems read them all.
 * https://pubs.opengroup.org/onlinepubs/9799919799/functions/inet_addr.html
 */
function otherSpelling(text: string): string | undefined {
  for (const { 0: whole, 1: host = "" } of text.matchAll(/\/\/(?:[^\s/@]{0,100}@)?\[?([^\s/?#\]@]{1,60})/g)) {
    const plain = host.normalize("NFKC").replaceAll("\u3002", ".");
    const mapped = /^(?:0{0,4}:){0,5}:?(?:ffff:)([\da-f]{1,4}):([\da-f]{1,4})$/i.exec(plain);
    const number =
      mapped === null
        ? numberOf(plain.replace(/:\d{1,5}$/, "").split("."))
        : Number.parseInt(mapped[1] ?? "", 16) * 65_536 + Number.parseInt(mapped[2] ?? "", 16);
    if (number !== null && addresses.has(number)) return whole.replace(/^\/\//, "");
  }
  return undefined;
}

/** The last part of an address fills what the others leave. */
function numberOf(parts: readonly string[]): number | null {
  const numbers = parts.map((part) => {
    if (/^0x[\da-f]{1,8}$/i.test(part)) return Number.parseInt(part, 16);
    return /^0[0-7]{0,11}$/.test(part) ? Number.parseInt(part, 8) : /^\d{1,10}$/.test(part) ? Number(part) : Number.NaN;
  });
  if (parts.length > 4 || numbers.some(Number.isNaN)) return null;
  return numbers.reduce(
    (sum, number, index) => sum + number * (index === parts.length - 1 ? 1 : 256 ** (3 - index)),
    0,
  );
}

export const metadataService = defineRule<{ host: string }>({
  id: "SEC-018",
  name: "metadata-service",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "line",
  summary: "Code names the metadata service of a cloud machine.",
  why: "That service gives out credentials of the machine itself to whoever asks from it. A task's rights are those of its connections; libraries of the clouds find their own credentials without being told the address.",
  message: ({ host }) => `${quoteCode(host)} is a metadata service, which gives out credentials of the machine.`,
  remedy: () => "Use a hook with a connection of the node.",
  bad: `
    import requests

    def role():
        return requests.get("http://169.254.169.254/latest/meta-data/iam/security-credentials/", timeout=5).text
  `,
  good: `
    from airflow.providers.amazon.aws.hooks.base_aws import AwsBaseHook

    def role():
        return AwsBaseHook(aws_conn_id="warehouse", client_type="sts").get_conn().get_caller_identity()
  `,
  check({ code }, report) {
    const lines = new Set<number>();
    const written = new Set<CodeValue>();
    for (const { value, span } of code?.strings ?? []) {
      const host = hostIn(value);
      if (host === undefined) continue;
      written.add(value);
      report(span, { host });
      lines.add(span.start.line);
    }
    for (const { value, span } of (code?.calls ?? []).flatMap((call) => call.arguments)) {
      const host = value.kind === "text" && !written.has(value) ? hostIn(value) : undefined;
      if (host !== undefined && !lines.has(span.start.line) && !lines.has(span.end.line)) report(span, { host });
    }
  },
});
