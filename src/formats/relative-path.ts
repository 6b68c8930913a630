/** Why a path that somebody wrote must not be used below a directory of ours, or `null` when it is good. */
export function objectToPath(path: string): string | null {
  if (path === "") return "is empty";
  if (/\p{Cc}/u.test(path)) return "has a control character";
  if (path.includes("\\")) return "has a backslash";
  if (path.startsWith("/") || /^[A-Za-z]:/.test(path)) return "is absolute";
  const parts = path.split("/");
  if (parts.includes("..")) return "has `..`";
  if (parts.some((part) => /^\.git$/i.test(part))) return "goes into `.git`";
  if (parts.includes(".") || parts.includes("")) return "has an empty or `.` part";
  return null;
}
