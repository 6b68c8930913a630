/** What stands before a colon is the purpose; what follows it, its particulars: `Service evaluation: uptake by region`. */
export function purposeOf(text: string): string {
  return text.split(":", 1).join("").trim();
}

/** Whether two purposes are one, whatever their capitals and spaces. */
export function isSamePurpose(first: string, second: string): boolean {
  return fold(first) === fold(second);
}

function fold(text: string): string {
  return text.normalize("NFC").toLowerCase().replaceAll(/\s+/g, " ").trim();
}
