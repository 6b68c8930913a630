/** An answer that is no success, in GitHub's words. */
export class HttpError extends Error {
  override readonly name = "HttpError";
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    more: { readonly errors?: readonly unknown[]; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.status = status;
    this.headers = more.headers ?? {};
    this.body = {
      message,
      ...(more.errors === undefined ? {} : { errors: more.errors }),
      documentation_url: "https://docs.github.com/rest",
      status: String(status),
    };
  }
}

export const notFound = () => new HttpError(404, "Not Found");

export function invalid(resource: string, field: string, message: string, code = "custom"): HttpError {
  return new HttpError(422, "Validation Failed", { errors: [{ resource, code, field, message }] });
}
