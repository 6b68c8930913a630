import type { Account } from "../../domain/identity.ts";
import type { CommentWire } from "./wire.ts";

/** A marker is an HTML comment at the end of what we write, by which we find it again. */
export const markers = {
  summary: "<!-- countersign:summary -->",
  finding: (fingerprint: string) => `<!-- countersign:finding ${safe(fingerprint)} -->`,
  alert: (key: string) => `<!-- countersign:alert ${safe(key)} -->`,
  answer: (commentId: number) => `<!-- countersign:answer ${commentId} -->`,
};

const mostCharacters = 65_000; // GitHub takes 65,536

export function withMarker(body: string, marker: string): string {
  return `${shorten(body, mostCharacters - marker.length)}\n\n${marker}`;
}

export function shorten(text: string, most: number): string {
  const cut = "\n\n… (cut off here, as GitHub takes no more)";
  return text.length <= most ? text : `${text.slice(0, most - cut.length)}${cut}`;
}

/** Whether we wrote it with this marker, or one that begins so: anybody can write one, but not from our account, at its end. */
export function isOurs(comment: Pick<CommentWire, "user" | "body">, self: Account, marker: string): boolean {
  const lastLine = (comment.body ?? "").trimEnd().split("\n").at(-1) ?? "";
  return comment.user?.id === self.id && lastLine.startsWith(marker);
}

export function isSameText(a: string | null | undefined, b: string): boolean {
  return (a ?? "").replaceAll("\r\n", "\n").trim() === b.replaceAll("\r\n", "\n").trim();
}

function safe(key: string): string {
  return encodeURIComponent(key).replaceAll("--", "%2D%2D");
}
