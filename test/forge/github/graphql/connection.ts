export interface Args {
  readonly first?: number;
  readonly last?: number;
  readonly after?: string | null;
}

/** A page of a list as GraphQL gives it; at most 100, cursors are places in the list. */
export function connection<T, N>(items: readonly T[], { first, last, after }: Args, render: (item: T) => N) {
  const start = after == null ? 0 : Number(Buffer.from(after, "base64").toString()) + 1;
  const from = last === undefined ? start : Math.max(start, items.length - last);
  const size = Math.min(100, first ?? last ?? 100);
  const page = items.slice(from, from + size);
  const cursorOf = (at: number) => Buffer.from(String(at)).toString("base64");
  const nodes = page.map(render);
  return {
    totalCount: items.length,
    nodes,
    edges: nodes.map((node, at) => ({ node, cursor: cursorOf(from + at) })),
    pageInfo: {
      hasNextPage: from + size < items.length,
      hasPreviousPage: from > 0,
      startCursor: page.length === 0 ? null : cursorOf(from),
      endCursor: page.length === 0 ? null : cursorOf(from + page.length - 1),
    },
  };
}
