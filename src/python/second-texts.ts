import { fieldOf, namedOf, type RawNode } from "./syntax/raw-node.ts";

/** A text that stands second, or later, where a password belongs. */
export interface SecondText {
  /** What it is given to, such as `login` or `auth`. */
  readonly name: string;
  readonly value: RawNode;
}

/** Of `smtplib`, `ftplib`, `imaplib` and python-ldap; of requests, httpx, aiohttp, trino, neo4j and pika. */
const takers =
  /^(?:login|simple_bind(?:_s)?|basic_auth|BasicAuth|DigestAuth|BasicAuthentication|HTTPBasicAuth|HTTPDigestAuth|HTTPProxyAuth|PlainCredentials)$/;

/** `auth=("ada", "…")` of requests, `http_auth` of OpenSearch. */
const pairs = /^(?:http_|proxy_|basic_)?auth$/;

/** `ftplib.FTP(host, user, "…")`, `MySQLdb.connect(host, user, "…")` */
const takesThird = /(?:^|\.)(?:FTP|FTP_TLS|MySQLdb\.connect)$/;

/** The argument of a call that logs in which is the password by its place; `null` where there is none. */
export function secondArgument(call: RawNode, textOf: (node: RawNode) => string): SecondText | null {
  const [callee, given] = [fieldOf(call, "function"), fieldOf(call, "arguments")];
  const named = callee?.type === "attribute" ? fieldOf(callee, "attribute") : callee;
  const name = named?.type === "identifier" ? textOf(named) : "";
  if (callee === null || given === null || (name === "login" && callee === named)) return null;
  if (takers.test(name)) return second(name, given);
  const full = textOf(callee).slice(-60);
  if (takesThird.test(full)) return textAt(2, full, given);
  return name === "connect" ? ofParamiko(given) : null;
}

/** `SSHClient.connect(host, port, user, "…")`, `Transport.connect(hostkey, user, "…")` */
function ofParamiko(given: RawNode): SecondText | null {
  const [first, port] = namedOf(given);
  if (port?.type === "integer") return textAt(3, "connect", given);
  return first?.type === "none" ? textAt(2, "connect", given) : null;
}

/** The second text of a pair that is given to a name; `null` where it is none of a name and a password. */
export function secondOfPair(name: string, tuple: RawNode): SecondText | null {
  return pairs.test(name) && namedOf(tuple).length === 2 ? second(name, tuple) : null;
}

function second(name: string, list: RawNode): SecondText | null {
  return textAt(1, name, list);
}

function textAt(place: number, name: string, list: RawNode): SecondText | null {
  const upTo = namedOf(list).slice(0, place + 1);
  const value = upTo[place];
  return value === undefined || upTo.some(({ type }) => type === "list_splat") ? null : { name, value };
}
