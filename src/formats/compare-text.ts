/** Negative, zero or positive, as in sorting: by UTF-16 units, the same on every machine. */
export function compareText(first: string, second: string): number {
  return first === second ? 0 : first < second ? -1 : 1;
}
