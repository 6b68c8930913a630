/**
 * Reads JSON in which no object has a key twice: of two equal keys one reader takes the first and another the last, so they
 * would not read the same.
 */
export function readStrictJson(text: string): { readonly value: unknown } | { readonly problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: describeFailure(text.trim(), error) };
  }
  const double = findDoubleKey(text);
  return double === null ? { value } : { problem: `has the key ${double} twice in one object` };
}

/** Most of what is no JSON is a file that was not written to its end. */
function describeFailure(text: string, error: unknown): string {
  if (text === "") return "is empty";
  const why = error instanceof Error ? error.message.slice(0, 200) : "unreadable";
  const isCut = /^[{[]/.test(text) && !/[}\]]$/.test(text);
  return `is no JSON (${why})${isCut ? ": it seems to be cut short" : ""}`;
}

/** The text is valid JSON, so a text before a colon is a key. */
function findDoubleKey(json: string): string | null {
  const open: Set<string>[] = [];
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at];
    if (character === "{") open.push(new Set());
    else if (character === "[") open.push(noKeys);
    else if (character === "}" || character === "]") open.pop();
    else if (character === '"') {
      const end = endOfText(json, at);
      const keys = open.at(-1);
      if (keys !== undefined && keys !== noKeys && isFollowedByColon(json, end)) {
        const key = String(JSON.parse(json.slice(at, end)));
        if (keys.has(key)) return JSON.stringify(key).slice(0, 100);
        keys.add(key);
      }
      at = end - 1;
    }
  }
  return null;
}

const noKeys: Set<string> = new Set();

/** Where the text that begins with a quote ends, behind its last quote. */
function endOfText(json: string, start: number): number {
  for (let quote = json.indexOf('"', start + 1); ; quote = json.indexOf('"', quote + 1)) {
    if (quote === -1) return json.length;
    let backslashes = 0;
    while (json[quote - 1 - backslashes] === "\\") backslashes += 1;
    if (backslashes % 2 === 0) return quote + 1;
  }
}

function isFollowedByColon(json: string, end: number): boolean {
  let at = end;
  while (json[at] === " " || json[at] === "\n" || json[at] === "\r" || json[at] === "\t") at += 1;
  return json[at] === ":";
}
