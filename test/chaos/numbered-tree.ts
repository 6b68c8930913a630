/** The files of release `number`: every one tells whether it belongs to it, and many come, go and change from one to the next. */
export function expectedFiles(number: number): Map<string, string> {
  const files = new Map([["NUMBER", String(number)]]);
  for (let file = 0; file < 60; file += 1) {
    if ((file + number) % 7 === 0) continue; // removed in this release
    const since = number - ((file + number) % 5); // unchanged for some releases
    files.set(`d${file % 6}/e${file % 2}/f${file}.py`, `x = ${since}\n`.repeat(file + 1));
  }
  if (number % 3 === 0) files.set("shape/inner.py", "a directory");
  else files.set("shape", "a file");
  return files;
}
