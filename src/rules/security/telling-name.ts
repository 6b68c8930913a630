const tellingEnd =
  /(?:password|passwd|passphrase)$|(^|_)(pwd|pass_word|secret|token|api_?key|apikey|secret_?key|private_?key|access_?key|auth_?key|encryption_?key|fernet_?key|client_?secret|credentials?)$/;

/** Whether a name says that its value is a credential: `db_password`, `apiToken`, but not `password_file`, `max_tokens`. */
export function isTellingName(name: string): boolean {
  if (name.length > 100) return false;
  const snake = name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replaceAll(/[^A-Za-z0-9]+/g, "_")
    .toLowerCase();
  return (
    tellingEnd.test(snake) &&
    !/(^|_)(next_page|page|continuation|csrf|eos|bos|pad|unk|sep|mask|special)_token$/.test(snake)
  );
}

/** A quick look at Python code, its comments and docstrings aside, for whether a text could be given to a telling name at all. */
export function mightTell(code: string): boolean {
  return given.test(code);
}

/** The name's end, what may stand between it and the text (brackets, its type), and the text's first quote. */
const given =
  /(?:pass_?(?:word|wd|phrase)|pwd|secret|token|(?:api|secret|private|access|auth|encryption|fernet)[^A-Za-z0-9]{0,90}key|credentials?)["']?[\s\])]{0,40}(?::[\w\s.|"'\\]{0,100}(?:[[(][\s\S]{0,300}?)?)?[=:][\s(\\]{0,100}[bfurBFUR]{0,2}["']/i;
