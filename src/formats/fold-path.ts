/** The form in which a path is the same as others where capitals and accents are folded, as macOS and Windows do. */
export function foldPath(path: string): string {
  return path.normalize("NFC").toLowerCase();
}

/** `a/b/c.py` has `a`, `a/b` and `a/b/c.py`. */
export function prefixesOf(path: string): readonly string[] {
  const prefixes: string[] = [];
  for (let at = path.indexOf("/"); at !== -1; at = path.indexOf("/", at + 1)) prefixes.push(path.slice(0, at));
  return [...prefixes, path];
}
