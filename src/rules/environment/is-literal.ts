/** Whether a value could be a credential: neither empty, nor a place, nor to be filled in, nor a word that says that there is none. */
export function isLiteral(value: string): boolean {
  const text = value.trim();
  if (text.length < 3 || text.length > 5_000 || text.includes("${") || text.includes("{{")) return false;
  if (/^(?:\/|\$|<|file:|https?:\/\/|ENC\[)/i.test(text)) return false;
  return !/^(?:none|null|nil|true|false|yes|unset|undefined|change_?me|dummy|placeholder|redacted|example|\*+|x+)$/i.test(
    text,
  );
}
