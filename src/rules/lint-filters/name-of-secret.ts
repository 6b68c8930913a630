import { isReference } from "../security/credential-values.ts";
import { type LintFilter, passwordCodes } from "./filter.ts";
import { literalAt } from "./text-at.ts";

/** `secret="warehouse-password"`, `token = "vault:kv/data/x"`, `PASSWORD = "DB_PASSWORD"` */
export const nameOfSecret: LintFilter = {
  name: "name-of-secret",
  codes: passwordCodes,
  summary:
    "A value that is itself a name or a path (`db-password`, `/run/secrets/db`, `DB_PASSWORD`) says which Variable or secret is meant.",
  drops(problem, subject) {
    const value = literalAt(subject, problem.span);
    return value !== null && isReference(value) ? "its value is the name or the place of a secret" : null;
  },
};
