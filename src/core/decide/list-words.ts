/** Words as people list them: `a`, `a and b`, `a, b and c`. */
export function listWords(words: readonly string[]): string {
  return new Intl.ListFormat("en-GB").format(words);
}
