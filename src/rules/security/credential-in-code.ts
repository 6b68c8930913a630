import { quoteName } from "../../formats/did-you-mean.ts";
import { defineRule } from "../define-rule.ts";
import { findCredentials } from "./find-credentials.ts";

export const credentialInCode = defineRule<{ what: string; name: string | null; isCode: boolean }>({
  id: "SEC-001",
  name: "credential-in-code",
  severity: "error",
  confidence: "high",
  about: "text",
  reach: "line",
  summary: "A credential is written into a file.",
  why: "Whoever can read the repository, its clones or its logs can use the credential, also after it was removed in a later commit. The name of a connection, of a Variable or of a secret is no credential, nor is a template.",
  message: ({ what, name }) => (name === null ? `This is ${what}.` : `${quoteName(name)} is given ${what}.`),
  remedy: ({ isCode }) =>
    `${isCode ? "Take it from an Airflow connection, a Variable or a secrets backend" : "Have the node give it where it is needed, by a secret"}, remove it from the commits, and replace it: whoever has the repository may know it.`,
  bad: `
    import psycopg2

    connection = psycopg2.connect(host="db", user="etl", password="hunter2-but-longer")
  `,
  good: `
    from airflow.providers.postgres.hooks.postgres import PostgresHook

    hook = PostgresHook(postgres_conn_id="warehouse_password_free")
  `,
  check(subject, report) {
    const isCode = subject.path.endsWith(".py");
    for (const { span, what, name, confidence } of findCredentials(subject))
      report(span, { what, name, isCode }, confidence);
  },
});
