import { defineRule } from "../define-rule.ts";
import { quoteCode, writtenText } from "./code-values.ts";

const hosts =
  /(?<![\w.])(?:169\.254\.169\.254|169\.254\.170\.(?:2|23)|metadata\.google\.internal|metadata\.goog|metadata\.azure\.internal|100\.100\.100\.200|fd00:ec2::(?:254|23)|2852039166|0xa9fea9fe|instance-data\.ec2\.internal)(?![\w]|\.\d)/i;

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
    for (const { value, span } of code?.strings ?? []) {
      const text = writtenText(value) ?? "";
      const host = hosts.exec(text)?.[0];
      // A list of hosts that no proxy is asked for.
      if (host !== undefined && !(text.includes(",") && !text.includes("://"))) report(span, { host });
    }
  },
});
