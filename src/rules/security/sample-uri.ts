/**
 * A URI of a manual: `mysql://user:topsecret@host/db`. Who uses it has no name, there is no such host, and its password is one word. It
 * is read to its end, because a second host, a query or more text beside it could make it that of a real place.
 */
export function isSampleUri(text: string): boolean {
  const [, host = ""] = sample.exec(text) ?? [];
  return nowhere.test(host);
}

const sample =
  /^[A-Za-z][A-Za-z0-9+.-]{0,30}:\/\/(?:my[-_]?)?(?:user|username|login|usr):[a-z]{1,12}@([A-Za-z0-9.-]{1,250})(?:(?::\d{1,5}|:port)?\/[\w./-]{0,200}(?=$|["'`)\]}\s]|,\s)|(?::\d{1,5}|:port)?(?=$|\s(?!\s*["'`+%])|[,.)]{1,3}(?:$|\s(?!\s*["'`+%]))))/;
const nowhere =
  /^(?:(?:my|your)?[-_]?(?:host|hostname|server)|(?:[a-z0-9-]{1,60}\.){0,5}(?:example(?:\.(?:com|org|net))?|invalid))\.?$/i;
