/** Settings before and after, one a line: what goes (`- `), what comes (`+ `), and what stays (two spaces), in that order. */
export function diffSettings(before: readonly string[], after: readonly string[]): readonly string[] {
  return [
    ...after.filter((line) => before.includes(line)).map((line) => `  ${line}`),
    ...before.filter((line) => !after.includes(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`),
  ];
}

/** Whether a diff of settings changes anything. */
export function changesAnything(diff: readonly string[]): boolean {
  return diff.some((line) => line.startsWith("- ") || line.startsWith("+ "));
}
