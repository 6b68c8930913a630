/** Calls for each item, at most six at a time, and answers in their order. */
export async function eachOf<T, R>(items: readonly T[], call: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Map<number, R>();
  const queue = items.entries();
  async function work(): Promise<void> {
    for (const [index, item] of queue) results.set(index, await call(item));
  }
  await Promise.all([work(), work(), work(), work(), work(), work()]);
  return items.map((_, index) => results.get(index) as R); // every index was set, or `work` threw
}
