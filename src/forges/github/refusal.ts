export type AnswerHeaders = Readonly<Record<string, string | number | undefined>>;

/** Why GitHub refused, and what to change: of the token in this variable, or of the app; `null` where it does not tell. */
export function explainRefusal(status: number, headers: AnswerHeaders, tokenVariable: string | null): string | null {
  return tokenVariable === null
    ? explainToApp(status, headers)
    : explainToPerson(status, headers, `the token in ${tokenVariable}`);
}

function explainToApp(status: number, headers: AnswerHeaders): string | null {
  if (status === 401)
    return "the credentials are not accepted. Check APP_ID and PRIVATE_KEY (or PRIVATE_KEY_PATH), and the clock";
  if (status === 404) return "it is not there, or the app is not installed on it";
  const accepted = textOf(headers, "x-accepted-github-permissions");
  if (status !== 403 || accepted === "") return null;
  return (
    `the app lacks a permission. It needs ${nameThePermissions(accepted)}. ` +
    `Add it in the app's settings under "Permissions & events", then have the installation's owner accept it`
  );
}

/** Scopes of classic tokens: https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps */
function explainToPerson(status: number, headers: AnswerHeaders, token: string): string | null {
  if (status === 401) return `${token} is not accepted: it is mistyped, expired or revoked. Set a new one`;
  const authorizeAt = /url=(\S+)/.exec(textOf(headers, "x-github-sso"))?.[1];
  if (authorizeAt !== undefined) return `${token} is to be authorised for single sign-on first, at ${authorizeAt}`;
  if (status !== 403 && status !== 404) return null;
  const scopes = words(textOf(headers, "x-accepted-oauth-scopes"));
  const own = words(textOf(headers, "x-oauth-scopes"));
  if (scopes.length > 0 && own.length > 0 && !scopes.some((scope) => own.includes(scope)))
    return `${token} lacks a scope. It needs ${scopes.map((scope) => `"${scope}"`).join(" or ")}. Give it that, or set another`;
  if (status === 404) return `it is not there, or ${token} may not see it`;
  const accepted = textOf(headers, "x-accepted-github-permissions");
  if (accepted === "") return `${token} may not do that. Set one of an account that may`;
  return `${token} lacks a permission. It needs ${nameThePermissions(accepted)} on this repository. Give it that, or set another`;
}

function textOf(headers: AnswerHeaders, name: string): string {
  return String(headers[name] ?? "");
}

function words(list: string): readonly string[] {
  return list.split(/[,\s]+/).filter((word) => word !== "");
}

/** `issues=write; pull_requests=write` are alternatives, `contents=read,pull_requests=write` are needed together. */
function nameThePermissions(header: string): string {
  return header
    .split(";")
    .map((alternative) =>
      alternative
        .split(",")
        .map((one) => `"${one.trim().replace("=", ": ")}"`)
        .join(" and "),
    )
    .join(" or ");
}
