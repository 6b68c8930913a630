/** E-mail addresses of the `Co-authored-by` trailers of a commit message, in their order. They are claims. */
export function coAuthorEmails(message: string): readonly string[] {
  const trailers = message.matchAll(/^co-authored-by:[^\n<]{0,300}<([^<>\n]{1,320})>[ \t]*$/gim);
  return [...new Set([...trailers].map((match) => match[1] ?? ""))].filter((email) => email !== "");
}
