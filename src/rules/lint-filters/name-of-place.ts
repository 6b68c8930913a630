import { type LintFilter, passwordCodes } from "./filter.ts";
import { quotedName } from "./text-at.ts";

const ofAPlace =
  /(?:^|_)(?:id|ids|name|names|path|file|filename|dir|arn|uri|url|endpoint|field|column|header|env|env_?var|variable|prefix|suffix|scope|type|label|title|backend|manager|store|engine|version|length|mount|volume|param|parameter|format|regex|pattern|policy|expiry|ttl)$/i;

/** `password_conn_id="warehouse"`, `secret_name="db"`, `token_url="https://…"` */
export const nameOfPlace: LintFilter = {
  name: "name-of-place",
  codes: passwordCodes,
  summary:
    "A name such as `conn_id`, `password_conn_id`, `secret_name` or `token_url` tells where a credential is, not what it is.",
  drops({ message }) {
    const name = quotedName(message);
    return name !== null && ofAPlace.test(name) ? "its name says that it tells where something is" : null;
  },
};
