import type { CodeValue } from "../../python/code/code-facts.ts";
import { defineRule } from "../define-rule.ts";
import { quoteCode, valuesIn } from "./code-values.ts";
import { fileUses } from "./file-uses.ts";
import { shownAs, shownFiles } from "./shown-files.ts";

const path = String.raw`/etc/(?:shadow|gshadow|sudoers)\b|/var/run/secrets/kubernetes\.io|/run/secrets/kubernetes\.io|/proc/[^/\s]{1,20}/environ\b|\.ssh/(?:id_|identity\b)[^\s"']{0,40}|\.aws/credentials\b|\.kube/config\b|\.docker/config\.json|/\.netrc\b|/\.pgpass\b|/\.git-credentials\b|gcloud/application_default_credentials|\bairflow\.cfg\b`;
const credentials = new RegExp(path);
const shown = shownAs(path);

export const credentialFile = defineRule<{ path: string }>({
  id: "SEC-014",
  name: "credential-file",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "A file is read or written that holds credentials of the node or of its users.",
  why: "The service account's token, `airflow.cfg`, private keys and the environment of other processes give whoever reads them more than the task was approved for. What a task may use is given to it as a connection.",
  message: ({ path: read }) => `This reaches for ${quoteCode(read)}, which holds credentials that are not this task's.`,
  remedy: () => "Use a connection, or a secret that the operator gives to this task alone.",
  bad: `
    def token():
        with open("/var/run/secrets/kubernetes.io/serviceaccount/token") as file:
            return file.read()
  `,
  good: `
    from airflow.providers.cncf.kubernetes.hooks.kubernetes import KubernetesHook

    def client():
        return KubernetesHook(conn_id="cluster").get_conn()
  `,
  check({ code }, report) {
    if (code === null) return;
    for (const { path: used, span, value } of fileUses(code)) {
      const found = credentials.exec(used)?.[0];
      if (found !== undefined && isOfTheNode(used, value)) report(span, { path: found });
    }
    for (const { path: read, span } of shownFiles(code, shown)) report(span, { path: read });
  },
});

/** Below a directory that is only known at run time: the home directory counts, a temporary one does not. */
function isOfTheNode(path: string, value: CodeValue): boolean {
  if (!path.startsWith("\uFFFC")) return /^[/~$]/.test(path);
  return [...valuesIn(value)].some(
    (one) =>
      (one.kind === "path" || one.kind === "call") && one.paths.some((name) => /HOME\b|expanduser|\.home$/.test(name)),
  );
}
