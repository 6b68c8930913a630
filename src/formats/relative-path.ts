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

/** A path that is written from a folder of the repository (`""`: its top), from the top; `null` where it is absolute or leaves it. */
export function pathFrom(folder: string, path: string): string | null {
  if (path.startsWith("/")) return null;
  const names = folder === "" ? [] : folder.split("/");
  for (const name of path.split("/")) {
    if (name === "" || name === ".") continue;
    if (name !== "..") names.push(name);
    else if (names.pop() === undefined) return null;
  }
  return names.join("/");
}

/** The folder that a path of the repository is in; `""` is its top. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}

/** The last part of a path, without the folder that it is in. */
export function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The path of something else in the folder that a path is in. */
export function beside(path: string, name: string): string {
  return `${path.slice(0, path.lastIndexOf("/") + 1)}${name}`;
}
