import { type ChangeRef, repositoryKey } from "../domain/identity.ts";

/** What is being told now, by who keeps the records and by change. */
const telling = new WeakMap<object, Map<string, Promise<unknown>>>();

/**
 * Tells one change at a time what is known of it: several tasks may speak of one change, and two that look for its summary at
 * once would write two, or the older word last. `work` reads the records itself.
 */
export async function reportInTurn<T>(store: object, ref: ChangeRef, work: () => Promise<T>): Promise<T> {
  const turns = telling.get(store) ?? new Map<string, Promise<unknown>>();
  telling.set(store, turns);
  const key = `${repositoryKey(ref.repository)} ${ref.number}`;
  const turn = (turns.get(key) ?? Promise.resolve()).then(work);
  const settled = turn.catch(() => undefined);
  turns.set(key, settled);
  void settled.then(() => turns.get(key) === settled && turns.delete(key));
  return turn;
}
