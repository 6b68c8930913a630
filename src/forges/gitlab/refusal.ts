/** What a call needs of the token's account, by the end of its path. The first that fits is said. */
const needs: readonly { readonly path: RegExp; readonly method?: string; readonly need: string }[] = [
  { path: /\/statuses\//, need: "the Developer role" },
  {
    path: /\/merge$/,
    need: "to be allowed to merge into the protected branch (Settings > Repository > Protected branches)",
  },
  { path: /\/deployments/, method: "GET", need: "the Reporter role" },
  { path: /\/deployments/, need: "the Developer role" },
  { path: /\/discussions\/[^/]+$/, method: "PUT", need: "the Developer role" },
  { path: /\/issues/, need: "the Reporter role" },
  { path: /\/merge_requests$/, method: "POST", need: "the Developer role" },
  { path: /\/members/, need: "to be a member of that group or project" },
];

/**
 * Says in a sentence what GitLab refused, why as far as it tells, and what to change: the missing scope on
 * `insufficient_scope`, the missing role on any other 403.
 * Sources: https://docs.gitlab.com/api/rest/troubleshooting/ and https://docs.gitlab.com/user/permissions/
 */
export function explainRefusal(refusal: {
  readonly status: number;
  readonly method: string;
  readonly path: string;
  readonly text: string;
  readonly tokenVariable: string;
  /** In milliseconds; `null` where it was not told. */
  readonly retryAfterMs: number | null;
}): string {
  const { status, method, path, retryAfterMs } = refusal;
  const token = `The token in ${refusal.tokenVariable}`;
  const answer = readAnswer(refusal.text);
  const said = answer.said === "" ? "" : ` (“${answer.said}”)`;
  const start = `GitLab answered ${status} to ${method} ${path}${said}.`;
  if (status === 401) return `${start} ${token} is wrong, expired or revoked: make a new one and set it.`;
  if (status === 404) return `${start} It is not there, or the token in ${refusal.tokenVariable} may not see it.`;
  if (status === 429) {
    const until = retryAfterMs === null ? "later" : `in ${Math.ceil(retryAfterMs / 1000)} s`;
    return `${start} The rate limit is used up: ask again ${until}.`;
  }
  if (status >= 500) return `${start} GitLab has a problem of its own: try again later.`;
  if (status >= 300 && status < 400)
    return `${start} It points elsewhere: set the address at which GitLab itself answers.`;
  if (status !== 403) return start;
  if (answer.scope !== null || /insufficient_scope/.test(refusal.text)) {
    return `${start} ${token} lacks the scope ${answer.scope ?? "api"}: make one that has it and set it.`;
  }
  const need = needs.find((one) => one.path.test(path) && (one.method === undefined || one.method === method));
  return `${start} The account of the token in ${refusal.tokenVariable} needs ${need?.need ?? "a higher role in this project"}: give it that.`;
}

function readAnswer(text: string): { readonly said: string; readonly scope: string | null } {
  const body = parse(text);
  const field = (name: string): string | null => {
    const value = body[name];
    if (value === undefined || value === null) return null;
    return typeof value === "string" ? value : JSON.stringify(value);
  };
  const said = field("error_description") ?? field("message") ?? field("error") ?? "";
  return { said: said.slice(0, 300), scope: field("scope") };
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    // Any object can be read as a record of unknown values.
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
