/** The folder below `dags` in which a file is; where there is no `dags`, the one that it is in. `null`: in none. */
export function packageOf(path: string): string | null {
  const folders = path.split("/").slice(0, -1);
  const top = folders.indexOf("dags");
  return (top === -1 ? folders.at(-1) : folders[top + 1]) ?? null;
}
