import type { UserWire } from "./wire.ts";

/** Hidden first lines by which our own texts are found again. */
export const summaryMarker = "<!-- countersign:summary -->";

export function findingMarker(fingerprint: string): string {
  return `<!-- countersign:finding ${safe(fingerprint)} -->`;
}

export function alertMarker(key: string): string {
  return `<!-- countersign:alert ${safe(key)} -->`;
}

export function answerMarker(commentId: number): string {
  return `<!-- countersign:answer ${commentId} -->`;
}

/**
 * The text as it is sent: marker first, and no line that GitLab would take for a quick action (`/merge`, `/approve`), as
 * parts of it come from files and people and would run with our account's rights. Our own commands are no quick actions.
 * Source: https://docs.gitlab.com/user/project/quick_actions/
 */
export function ownText(marker: string, markdown: string): string {
  const body = markdown.startsWith(marker) ? markdown.slice(marker.length).trimStart() : markdown;
  return shorten(`${marker}\n${withoutQuickActions(body)}`.trimEnd());
}

/** https://docs.gitlab.com/administration/instance_limits/#size-of-comments-and-descriptions-of-issues-merge-requests-and-epics */
const mostCharacters = 1_000_000;

function shorten(text: string): string {
  const cut = "\n\n… (cut off here, as GitLab takes no more)";
  return text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters - cut.length)}${cut}`;
}

export function withoutQuickActions(markdown: string): string {
  return markdown.replaceAll("\r\n", "\n").replace(/^([ \t>]*)\/(?!countersign(?![\w-]))(?=[A-Za-z])/gm, "$1\u200b/");
}

/** Ours: written by our account, with this marker first. Anybody can copy a marker. */
export function isOurs(
  text: { readonly body: string; readonly author: UserWire },
  selfId: number,
  marker: string,
): boolean {
  return text.author.id === selfId && text.body.startsWith(marker);
}

export function isSameText(one: string, other: string): boolean {
  return one.replaceAll("\r\n", "\n").trimEnd() === other.trimEnd();
}

/** A key that cannot end the marker's HTML comment. */
function safe(key: string): string {
  return encodeURIComponent(key).replaceAll("--", "%2D%2D");
}
