/** GitHub's global ids: a type and a number, opaque for clients. */
export function nodeId(type: string, id: number | string): string {
  return `${type}_${Buffer.from(`${type}:${id}`).toString("base64url")}`;
}

/** The number in a global id of this type; `null` for another. */
export function readNodeId(type: string, text: string): number | null {
  if (!text.startsWith(`${type}_`)) return null;
  const inner = Buffer.from(text.slice(type.length + 1), "base64url").toString();
  const id = Number(inner.slice(type.length + 1));
  return inner.startsWith(`${type}:`) && Number.isInteger(id) ? id : null;
}
