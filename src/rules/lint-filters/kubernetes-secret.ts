import type { LintFilter } from "./filter.ts";
import { quotedName, textAfter, textBefore } from "./text-at.ts";

/** `Secret(deploy_type="env", deploy_target="SQL_CONN", secret="airflow-secrets", key="sql_alchemy_conn")` */
export const kubernetesSecret: LintFilter = {
  name: "kubernetes-secret",
  codes: ["S106"],
  summary: '`Secret(deploy_type=…, secret="name")` names a Secret of Kubernetes, and holds nothing of it.',
  drops(problem, subject) {
    if (quotedName(problem.message) !== "secret") return null;
    const call = /\bSecret\s*\(([^()]{0,400})$/.exec(textBefore(subject, problem.span))?.[1];
    if (call === undefined) return null;
    const rest = /^[^()]{0,300}/.exec(textAfter(subject, problem.span))?.[0] ?? "";
    const isKubernetes = `${call}${rest}`.includes("deploy_type") || /^\s*["'](?:env|volume)["']/.test(call);
    return isKubernetes ? "it is the name of a Kubernetes Secret" : null;
  },
};
