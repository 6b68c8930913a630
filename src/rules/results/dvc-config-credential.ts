import { quoteName } from "../../formats/did-you-mean.ts";
import { readDvcConfig } from "../../formats/dvc-config.ts";
import { defineRule } from "../define-rule.ts";

/** https://dvc.org/doc/command-reference/remote/modify */
const secretKeys = new Set([
  "access_key_id",
  "secret_access_key",
  "session_token",
  "sse_customer_key",
  "connection_string",
  "sas_token",
  "account_key",
  "client_secret",
  "oss_key_id",
  "oss_key_secret",
  "gdrive_client_secret",
  "password",
  "passphrase",
  "token",
  "custom_auth_header",
]);

export const dvcConfigCredential = defineRule<{ key: string }>({
  id: "RES-005",
  name: "dvc-config-credential",
  severity: "error",
  confidence: "high",
  about: "result",
  reach: "line",
  summary: "A credential of a DVC remote is written into the repository.",
  why: "Whoever can read the repository could read the remote, and often write to it, also after the line was removed in a later commit.",
  message: ({ key }) => `${quoteName(key)} of a DVC remote is written here in plain text.`,
  remedy: () =>
    "Set it with `dvc remote modify --local` or in the environment, remove it from the commits, and replace it: whoever has the repository may know it.",
  bad: {
    path: ".dvc/config",
    text: "['remote \"results\"']\n    url = webdavs://files.example.org/dvc\n    user = etl\n    password = correct-horse-battery\n",
  },
  good: {
    path: ".dvc/config",
    text: "['remote \"results\"']\n    url = webdavs://files.example.org/dvc\n    user = etl\n    ask_password = true\n",
  },
  check({ path, text }, report) {
    if (!/(?:^|\/)\.dvc\/config(?:\.local)?$/.test(path)) return;
    for (const { key, value, line, valueColumns } of readDvcConfig(text)) {
      if (!secretKeys.has(key) || value === "" || /^(?:\$\{?[A-Za-z_]|<.{0,80}>$|x{3,}$|\*+$)/.test(value)) continue;
      const [start, end] = valueColumns;
      report({ start: { line, column: start }, end: { line, column: end } }, { key });
    }
  },
});
