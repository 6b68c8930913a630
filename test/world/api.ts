/** The JSON of a forge's API, of whose shape the caller is sure. */
// biome-ignore lint/suspicious/noExplicitAny: the answers of a simulated forge; a test that reads a missing field fails
export type Json = any;

export interface Api {
  get(path: string): Promise<Json>;
  send(method: "POST" | "PUT" | "PATCH" | "DELETE", path: string, body?: unknown): Promise<Json>;
}

/** A person's access to a forge's API. Throws with the answer's text when it is no success. */
export function openApi(baseUrl: string, headers: Readonly<Record<string, string>>): Api {
  async function call(method: string, path: string, body?: unknown): Promise<Json> {
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 400)}`);
    return text === "" ? null : JSON.parse(text);
  }
  return { get: (path) => call("GET", path), send: call };
}
