import { fieldOf, namedOf, type RawNode } from "./syntax/raw-node.ts";

/** A text that stands second, where a password belongs. */
export interface SecondText {
  /** What it is given to, such as `login` or `auth`. */
  readonly name: string;
  readonly value: RawNode;
}

/** Of `smtplib`, `ftplib` and `imaplib`; of requests, httpx, aiohttp, trino, neo4j and pika. */
const takers =
  /^(?:login|basic_auth|BasicAuth|DigestAuth|BasicAuthentication|HTTPBasicAuth|HTTPDigestAuth|HTTPProxyAuth|PlainCredentials)$/;

/** `auth=("ada", "…")` of requests, `http_auth` of OpenSearch. */
const pairs = /^(?:http_|proxy_|basic_)?auth$/;

/** The second argument of a call that logs in; `null` where there is none. */
export function secondArgument(call: RawNode, textOf: (node: RawNode) => string): SecondText | null {
  const [callee, given] = [fieldOf(call, "function"), fieldOf(call, "arguments")];
  const named = callee?.type === "attribute" ? fieldOf(callee, "attribute") : callee;
  const name = named?.type === "identifier" ? textOf(named) : "";
  if (!takers.test(name) || given === null || (name === "login" && callee === named)) return null;
  return second(name, given);
}

/** The second text of a pair that is given to a name; `null` where it is none of a name and a password. */
export function secondOfPair(name: string, tuple: RawNode): SecondText | null {
  return pairs.test(name) && namedOf(tuple).length === 2 ? second(name, tuple) : null;
}

function second(name: string, list: RawNode): SecondText | null {
  const [first, value] = namedOf(list);
  return first === undefined || value === undefined || first.type === "list_splat" ? null : { name, value };
}
