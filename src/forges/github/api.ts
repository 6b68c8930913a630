import { z } from "zod";
import { ForgeError } from "../../domain/errors.ts";
import type { GithubOctokit } from "./octokit.ts";

/** `acme/study` as GitHub's routes want it. */
export function splitName(name: string): { owner: string; repo: string } {
  const [owner = "", repo = "", ...rest] = name.split("/");
  if (owner === "" || repo === "" || rest.length > 0)
    throw new TypeError(`${name} is not of the form owner/repository`);
  return { owner, repo };
}

/** The answer's data, with the fields that we use. */
export function decode<T>(schema: z.ZodType<T>, answer: { readonly data: unknown; readonly url: string }): T {
  return decodeData(schema, answer.data, new URL(answer.url).pathname);
}

/** A whole list, as `octokit.paginate` gives it. */
export function decodeAll<T>(item: z.ZodType<T>, items: unknown, what: string): readonly T[] {
  return decodeData(z.array(item), items, what);
}

/** One GraphQL operation. */
export async function queryGraph<T>(
  octokit: GithubOctokit,
  schema: z.ZodType<T>,
  query: string,
  variables: Record<string, unknown>,
): Promise<T> {
  try {
    return decodeData(schema, await octokit.graphql(query, variables), "/graphql");
  } catch (error) {
    throw isGraphFailure(error) ? toGraphError(error) : error;
  }
}

/** As `queryGraph`, but what is not there (any more) is `null` in the answer, and everything else is told. */
export async function queryGraphWithGaps<T>(
  octokit: GithubOctokit,
  schema: z.ZodType<T>,
  query: string,
  variables: Record<string, unknown>,
): Promise<T> {
  try {
    return await queryGraph(octokit, schema, query, variables);
  } catch (error) {
    const failure = error instanceof ForgeError ? error.cause : null;
    if (isGraphFailure(failure) && lacksOnlyWhatIsMissing(failure)) return decodeData(schema, failure.data, "/graphql");
    throw error;
  }
}

/** What `@octokit/graphql` throws when the answer has errors; `data` is what GitHub told nevertheless. */
interface GraphFailure extends Error {
  readonly errors?: readonly { readonly type?: string }[];
  readonly data?: unknown;
}

function isGraphFailure(error: unknown): error is GraphFailure {
  return error instanceof Error && error.name === "GraphqlResponseError";
}

function lacksOnlyWhatIsMissing({ errors = [] }: GraphFailure): boolean {
  return errors.length > 0 && errors.every((one) => one.type === "NOT_FOUND");
}

/** GraphQL tells failures with status 200: rate limits by their type, and its own stumbling by none. */
function toGraphError(error: GraphFailure): ForgeError {
  const types = (error.errors ?? []).map((one) => one.type);
  const isLimited = types.includes("RATE_LIMITED");
  const hint = types.includes("FORBIDDEN")
    ? " The app, or the token in GITHUB_TOKEN where that is asked with, lacks a permission: app.yml names those that are needed."
    : "";
  return new ForgeError(
    `GitHub did not do what was asked by GraphQL: ${error.message}${hint}`,
    {
      status: 200,
      retryable: isLimited || types.includes(undefined),
      retryAfterMs: isLimited ? 60_000 : null,
    },
    { cause: error },
  );
}

/** The value, or `null` when GitHub answers with one of these statuses. */
export async function unless<T>(statuses: readonly number[], asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    const isRefusal = error instanceof ForgeError && !error.retryable; // a rate limit is a 403 too
    if (isRefusal && error.status !== null && statuses.includes(error.status)) return null;
    throw error;
  }
}

function decodeData<T>(schema: z.ZodType<T>, data: unknown, what: string): T {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const where = result.error.issues.map((issue) => `${issue.path.join(".") || "it"}: ${issue.message}`).join("; ");
  throw new ForgeError(
    `GitHub's answer for ${what} is not of the form that Countersign knows (${where}). Check that GITHUB_API_URL names GitHub's API.`,
    { status: null, retryable: false, retryAfterMs: null },
    { cause: result.error },
  );
}
