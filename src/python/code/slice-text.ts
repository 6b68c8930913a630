/** What `text[from:to:step]` or `text[index]` is; `null` where that is not written out in numbers. */
export function sliceText(text: string, written: string): string | null {
  const plain = written.replaceAll(/\s/g, "");
  const letters = [...text];
  if (/^-?\d{1,9}$/.test(plain)) return letters.at(Number(plain)) ?? null;
  const found = /^(-?\d{1,9})?:(-?\d{1,9})?(?::(-?\d{1,9})?)?$/.exec(plain);
  const step = Number(found?.[3] ?? 1);
  if (found === null || step === 0) return null;
  const size = letters.length;
  const [first, last] = step > 0 ? [0, size] : [-1, size - 1];
  const place = (given: string | undefined, otherwise: number): number => {
    if (given === undefined) return otherwise;
    const at = Number(given);
    return Math.min(Math.max(at < 0 ? at + size : at, first), last);
  };
  const [start, end] = [place(found[1], step > 0 ? first : last), place(found[2], step > 0 ? last : first)];
  const taken: string[] = [];
  for (let at = start; step > 0 ? at < end : at > end; at += step) taken.push(letters[at] ?? "");
  return taken.join("");
}
