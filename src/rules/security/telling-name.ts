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

/** A quick look at a Python text for whether a text could be given to a telling name at all. */
export function mightTell(text: string): boolean {
  return given.test(text);
}

/** The name, what may stand between it and the text (brackets, its type, comments), and the text's first quote. */
const given =
  /(?:pass_?(?:word|wd|phrase)|pwd|secret|token|key|credential)\w{0,40}["']?[\s\])]{0,40}(?::[\s\S]{0,300}?)?[=:](?:[\s(\\]|#[^\n]{0,200}\n){0,40}[bfurBFUR]{0,2}["']/i;
