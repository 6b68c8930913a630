import { isPlaceholder } from "../security/credential-values.ts";
import { type LintFilter, passwordCodes } from "./filter.ts";
import { literalAt } from "./text-at.ts";

/** `password="{{ conn.warehouse.password }}"`, `token = "${TOKEN}"`, `password="changeme"` */
export const templateValue: LintFilter = {
  name: "template-value",
  codes: passwordCodes,
  summary:
    "A template such as `{{ conn.x.password }}`, an interpolation or a placeholder is filled in when the task runs.",
  drops(problem, subject) {
    const value = literalAt(subject, problem.span);
    return value !== null && isPlaceholder(value) ? "its value is a template or a placeholder" : null;
  },
};
