import type { ContentLooks } from "../rules/changed-path.ts";

/** How files of some formats begin, as hex. https://en.wikipedia.org/wiki/List_of_file_signatures */
const programs: readonly (readonly [RegExp, string])[] = [
  [/^7f454c46/, "an ELF program"],
  [/^4d5a.{112}/, "a Windows program"],
  [/^(?:feedface|feedfacf|cefaedfe|cffaedfe)/, "a macOS program"],
  [/^cafebabe/, "a macOS program or a Java class"],
  [/^0061736d/, "a WebAssembly program"],
  [/^[0-9a-f]{4}0d0a(?:0[0-3]000000|[0-9a-f]{8})/, "compiled Python"],
];
const archives = /^(?:504b0304|504b0506|1f8b|425a68|fd377a585a00|28b52ffd|377abcaf|526172211a07)/;
const pictures =
  /^(?:89504e470d0a1a0a|ffd8ff|474946383[79]61|52494646.{8}57454250|0000010000|00000100|424d|49492a00|4d4d002a|25504446|774f4646|774f4632|00010000|4f54544f|74727565|.{8}66747970)/;

/** What a file is by its bytes, whatever its name says. */
export function lookAtBytes(content: Uint8Array): ContentLooks {
  if (content.length === 0) return { form: "text", what: null };
  const head = Buffer.from(content.subarray(0, 64)).toString("hex");
  const isBinary = content.subarray(0, 8000).includes(0);
  const program = programs.find(
    ([signature, what]) => signature.test(head) && (isBinary || what === "compiled Python"),
  );
  if (program !== undefined) return { form: "program", what: program[1] };
  if (archives.test(head)) return { form: "archive", what: null };
  if (pictures.test(head)) return { form: "picture", what: null };
  if (!isBinary) return { form: "text", what: null };
  return { form: /^(?:fffe|feff)/.test(head) ? "text" : "binary", what: null }; // UTF-16 has null bytes, and is text
}
