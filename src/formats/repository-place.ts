/**
 * Host and path of a repository, by which it is named in what controllers sign: `https://Host/acme/study.git` and
 * `git@host:acme/study` are both `host/acme/study`. The port of an http address belongs to it, that of ssh does not; of a
 * path on this machine it is `file` and the path. `null` for what is no address.
 */
export function repositoryPlace(url: string): string | null {
  const short = /^(?:[^@/\s:]+@)?([A-Za-z0-9.-]+):(?!\/\/)([^\s:][^\s]*)$/.exec(url);
  if (short !== null) return placeOf(short[1] ?? "", short[2] ?? "");
  if (/^\/[^\s]*$/.test(url)) return placeOf("file", url);
  if (!URL.canParse(url)) return null;
  const { protocol, host, hostname, pathname } = new URL(url);
  switch (protocol) {
    case "https:":
    case "http:":
      return placeOf(host, pathname);
    case "ssh:":
      return placeOf(hostname, pathname);
    case "file:":
      return placeOf("file", pathname);
    default:
      return null;
  }
}

function placeOf(host: string, path: string): string | null {
  const plain = path.replace(/^\/+|\/+$/g, "").replace(/\.git$/, "");
  return host === "" || plain === "" ? null : `${host}/${plain}`.toLowerCase();
}
