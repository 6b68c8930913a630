const defaultMs = 120_000;
const pauseMs = 50;

/**
 * Asks again and again until the answer is one (not `null`, `undefined` or `false`), and gives it back. Throws, saying what was waited for
 * and what was seen last.
 */
export async function until<T>(
  what: string,
  ask: () => Promise<T | null | undefined | false>,
  options: { readonly timeoutMs?: number; readonly seen?: () => Promise<unknown> } = {},
): Promise<T> {
  const deadline = Date.now() + (options.timeoutMs ?? defaultMs);
  let failure: unknown = null;
  while (Date.now() < deadline) {
    try {
      const answer = await ask();
      if (answer !== null && answer !== undefined && answer !== false) return answer;
      failure = null;
    } catch (error) {
      failure = error;
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  const seen = options.seen === undefined ? "" : `\nlast seen: ${JSON.stringify(await options.seen(), null, 2)}`;
  throw new Error(`waited in vain for: ${what}${seen}`, { cause: failure });
}
