const tellingEnd =
  /(?:password|passwd|passphrase)$|(^|_)(pwd|pass_word|secret|token|api_?key|apikey|secret_?key|private_?key|access_?key|auth_?key|encryption_?key|fernet_?key|client_?secret|credentials?)$/;

/** `DB_PASS`, but not `first_pass`. */
const tellingPass =
  /(?:^|_)(?:admin|conn|database|db|e?mail|ldap|login|mongo|mssql|mysql|oracle|pg|postgres|proxy|rabbitmq|redis|root|s?ftp|smtp|ssh|user)_pass$/;

/** Whether a name says that its value is a credential: `db_password`, `apiToken`, but not `password_file`, `max_tokens`. */
export function isTellingName(name: string): boolean {
  if (name.length > 100) return false;
  const snake = name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replaceAll(/[^A-Za-z0-9]+/g, "_")
    .toLowerCase();
  return (
    (tellingEnd.test(snake) || tellingPass.test(snake)) &&
    !/(^|_)(next_page|page|continuation|csrf|eos|bos|pad|unk|sep|mask|special)_token$/.test(snake)
  );
}

/**
 * A quick look at Python code, its comments and docstrings aside, for whether a text could be given to a telling name at all. Takes
 * time linear in its length.
 */
export function mightTell(code: string): boolean {
  if (seconds.test(code)) return true;
  const gifts = code.matchAll(gift);
  let given = gifts.next().value?.index;
  for (const { 0: name, index } of code.matchAll(nameEnd)) {
    const end = index + name.length;
    while (given !== undefined && given < end) given = gifts.next().value?.index;
    if (given === undefined) return false;
    if (given - end <= mostBetween) return true;
  }
  return false;
}

/** What may take a password by its place alone (`secondArgument`, `secondOfPair`, `keptText`), or puts one together (`made`). */
const seconds =
  /\bgetenv\b|\bputenv\b|\benviron\s*\.|\bVariable\s*\.\s*[gs]et\b|:\/\/[^\n]{0,60}(?:["']\s*[+%.]|%s|\{\})|["']-----BEGIN [^\n]{0,60}["']|(?:login|simple_bind|simple_bind_s|FTP|FTP_TLS|MySQLdb\.connect|basic_auth|Auth|Authentication|PlainCredentials)[\s\\]{0,90}\(|\bconnect\s{0,9}\((?:[^()\n]{1,100},\s{0,90}\d{1,5}|\s{0,90}None)\s{0,9},|auth["'\]\s]{0,9}[=:]/;

const nameEnd =
  /pass_?(?:word|wd|phrase)|(?<=[a-z][^a-z0-9\s]{0,9})pass(?![a-z])|pwd|secret|token|(?:api|secret|private|access|auth|encryption|fernet)[^A-Za-z0-9]{0,90}key|credentials?/gi;

/** What gives a text, up to its first quote. */
const gift =
  /[=:][\s(\\]*(?:[\w.]{0,60}(?:b64decode|join)\b[\s(\\[]*|[^=:\s(\\][^=:]{0,120}?\bor\b[\s(\\]*)?[bfur]{0,2}["']/gi;

/** Characters between a name's end and what gives it a text: brackets, and its type. */
const mostBetween = 450;
