interface Request {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string | number | undefined>;
}
interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  readonly data: unknown;
}

const mostEntries = 300;

/**
 * Answers a read from memory when GitHub says that it has not changed (304), which does not count against the rate limit.
 * https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate
 */
export function createEtagCache() {
  const answers = new Map<string, Answer>();

  return {
    /**
     * Adds the condition to the headers of `asked`, as Octokit's hooks are bound to that one object. What is kept is a copy, as
     * Octokit's pagination changes answers.
     */
    async read(asked: Request, send: () => Promise<Answer>): Promise<Answer> {
      if (asked.method !== "GET") return await send();
      delete asked.headers["if-none-match"];
      const key = JSON.stringify({ ...asked, headers: asked.headers.accept, request: undefined });
      const known = answers.get(key);
      if (known) asked.headers["if-none-match"] = known.headers.etag;
      try {
        const answer = await send();
        answers.delete(key);
        if (answer.headers.etag !== undefined) answers.set(key, structuredClone(answer));
        for (const oldest of answers.keys()) {
          if (answers.size <= mostEntries) break;
          answers.delete(oldest);
        }
        return answer;
      } catch (error) {
        if (known && error instanceof Error && "status" in error && error.status === 304) return structuredClone(known);
        throw error;
      }
    },
  };
}
