/**
 * Text of a stranger for a terminal or a page: control, format and invisible characters are shown as escapes, so that no file can
 * move the cursor, colour the screen or reorder what is read.
 */
export function showPlainly(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (one) => {
    const point = one.codePointAt(0) ?? 0;
    return point <= 0xff ? `\\x${point.toString(16).padStart(2, "0")}` : `\\u{${point.toString(16)}}`;
  });
}
