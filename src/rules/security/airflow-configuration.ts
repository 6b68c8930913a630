import type { CallFact } from "../../python/code/code-facts.ts";
import { defineRule } from "../define-rule.ts";
import { argumentOf, constantText, isTrue, quoteCode, textsIn } from "./code-values.ts";
import { shellCommands } from "./shell-commands.ts";

const option =
  /^(?:fernet_key|sql_alchemy_conn|sql_alchemy_conn_async|secret_key|jwt_secret|internal_api_secret_key|result_backend|broker_url|smtp_password|backend_kwargs|bind_password)$/;
const variable =
  /\bAIRFLOW__\w{1,40}__(?:FERNET_KEY|SQL_ALCHEMY_CONN(?:_ASYNC)?|SECRET_KEY|JWT_SECRET|INTERNAL_API_SECRET_KEY|RESULT_BACKEND|BROKER_URL|SMTP_PASSWORD|BACKEND_KWARGS)(?:_CMD|_SECRET)?\b/;
const command = new RegExp(String.raw`\bairflow\s+config\s+(?:list|get-value)\b|${variable.source}`);
const configuration = /^airflow\b.*\.conf(?:iguration)?\.(get|getsection|as_dict|get_mandatory_value)$/;

export const airflowConfiguration = defineRule<{ what: string; isNamed?: true }>({
  id: "SEC-021",
  name: "airflow-configuration",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "Code reads a secret of Airflow's own configuration.",
  why: "The Fernet key opens every stored connection, the database's URI all that Airflow knows, the secret key signs in as anyone. No task needs one of them.",
  message: ({ what, isNamed }) =>
    `This ${isNamed === true ? "names" : "reads"} ${quoteCode(what)}, a secret of Airflow itself.`,
  remedy: () => "Remove it; what a task needs it is given as a connection.",
  bad: `
    from airflow.configuration import conf

    def fernet():
        return conf.get("core", "fernet_key")
  `,
  good: `
    from airflow.configuration import conf

    def parallelism():
        return conf.getint("core", "parallelism")
  `,
  check({ code }, report) {
    if (code === null) return;
    for (const call of code.calls) {
      const what = secretOf(call);
      if (what !== null) report(call.span, { what });
    }
    for (const { value, span } of code.strings) {
      const name = constantText(value) ?? "";
      if (variable.exec(name)?.[0] === name) report(span, { what: name, isNamed: true }, "medium");
    }
    for (const { value, span } of shellCommands(code)) {
      const found = [...textsIn(value)].map((text) => command.exec(text)?.[0]).find(Boolean);
      if (found !== undefined) report(span, { what: found });
    }
  },
});

function secretOf(call: CallFact): string | null {
  const method = call.paths.map((path) => configuration.exec(path)?.[1]).find(Boolean);
  if (method === undefined) return null;
  if (method === "as_dict") return isTrue(argumentOf(call, "display_sensitive")?.value) ? "as_dict" : null;
  const name = constantText(argumentOf(call, "key", 1)?.value);
  return name !== null && option.test(name) ? name : null;
}
