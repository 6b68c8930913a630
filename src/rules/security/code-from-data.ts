import type { CallFact, CodeValue } from "../../python/code/code-facts.ts";
import { defineRule } from "../define-rule.ts";
import { argumentOf, onceEach, quoteCode, textsIn, valuesIn } from "./code-values.ts";
import { usesOfCall } from "./file-uses.ts";
import { inputsIn } from "./outside-input.ts";
import { pathOf } from "./path-text.ts";
import { shellCommands } from "./shell-commands.ts";
import { ranTexts } from "./text-runners.ts";

const runsText = /^builtins\.(?:eval|exec|compile)$/;
const runsBytes = /^(?:marshal\.loads?|(?:pickle|_pickle|dill|cloudpickle)\.loads?)$/;

const decoders =
  /^(?:base64\.\w*decode\w*|bytes\.fromhex|builtins\.bytes\.fromhex|bytearray\.fromhex|binascii\.(?:unhexlify|a2b_\w+)|codecs\.(?:de|en)code|(?:zlib|gzip|bz2|lzma)\.decompress|builtins\.chr)$/;
const downloads =
  /^(?:requests|httpx|urllib3?|aiohttp)\b.*(?:get|post|request|urlopen)(?:\(\)|$)|^airflow\..*Hook\(\)\.(?:run|read_key|get_\w+|download\w*)\b/;
const stored = /^airflow\b.*\bVariable\.get(?:\(\)\[\w*\])?$|\.xcom_pull$/;

export const codeFromData = defineRule<{ by: string; what: string }>({
  id: "SEC-008",
  name: "code-from-data",
  severity: "error",
  confidence: "high",
  about: "python",
  reach: "file",
  summary: "Code is run that was encoded, downloaded, or kept outside the repository.",
  why: "What `exec` is given here stands in no review: it was decoded from text that nobody reads, or comes from the network, a Variable, an XCom or the configuration of a run, where it may change after the approval.",
  message: ({ by, what }) => `${quoteCode(by)} runs ${what}, which no review has seen.`,
  remedy: () => "Write the code out as a module of the repository.",
  bad: `
    import base64

    cohort = compile(base64.b64decode("cHJpbnQoMTgp"), "cohort", "exec")
  `,
  good: `
    import base64
    import json

    cohort = json.loads(base64.b64decode("eyJtaW5fYWdlIjogMTh9"))
  `,
  check({ code }, report) {
    if (code === null) return;
    for (const { value, span } of shellCommands(code)) {
      const by = [...textsIn(value)].map((text) => decodedInShell.exec(text)?.[0]).find(Boolean);
      if (by !== undefined) report(span, { by, what: "text that was decoded" });
    }
    for (const call of code.calls) {
      for (const { value } of ranTexts(call)) {
        const what = originOf(value, true);
        if (what !== null) report(call.span, { by: call.paths[0] ?? "", what });
      }
      const file = fileRun(call);
      if (file !== null) report(call.span, { by: file, what: outside });
      const by = call.paths.find((path) => runsText.test(path) || runsBytes.test(path));
      const given = argumentOf(call, "source", 0) ?? argumentOf(call, "data", 0);
      if (by === undefined || given === null) continue;
      const what = originOf(given.value, runsText.test(by) || by.startsWith("marshal"));
      if (what !== null) report(call.span, { by, what });
    }
  },
});

const shell = String.raw`(?:\/\S{0,40}\/)?(?:(?:ba|da|z|k)?sh\b|(?:python[\d.]{0,5}|perl|ruby|node)\s{0,5}(?:-\s{0,5})?(?:$|[\n;&|"']))`;
const decode = String.raw`(?:base(?:64|32)\s[^\n|;&]{0,40}?(?:-\w{0,4}[dD]\b|--decode)|openssl\s{1,5}(?:enc\s{1,5})?-?base64\s[^\n|;&]{0,40}?-d\b|xxd\s[^\n|;&]{0,40}?-r\b)`;
/** `… | base64 -d | sh`, `eval "$(echo … | base64 -d)"`, `bash <(base64 -d …)`, `python -c "exec(base64.b64decode(…))"` */
const decodedInShell = new RegExp(
  [
    String.raw`\b${decode}[^\n;|]{0,80}\|\s{0,5}(?:sudo\s{1,5})?${shell}`,
    String.raw`\b(?:eval|source|(?:ba|da|z|k)?sh(?:\s{1,5}-c)?)\s{1,5}["']?(?:\$\(|<\(|\x60)\s{0,5}(?:(?:echo|printf|cat)\s[^\n;|(\x60]{0,20000}\|\s{0,5})?${decode}`,
    String.raw`\bpython[\d.]{0,5}\s{1,5}-c\s[^\n]{0,200}?\b(?:exec|eval)\([^\n]{0,200}?(?:b64decode|fromhex|unhexlify)`,
  ].join("|"),
);

const outside = "a file outside the repository";

/** What runs a file as code, by its path. */
const fileRunners: ReadonlyMap<string, readonly [name: string, position: number]> = new Map([
  ["runpy.run_path", ["path_name", 0]],
  ["importlib.util.spec_from_file_location", ["location", 1]],
  ["importlib.machinery.SourceFileLoader", ["path", 1]],
]);

function fileRun(call: CallFact): string | null {
  for (const path of call.paths) {
    const [name, position] = fileRunners.get(path) ?? [];
    const given = name === undefined || position === undefined ? null : argumentOf(call, name, position);
    if (given !== null && isElsewhere(pathOf(given.value) ?? "")) return path;
  }
  return null;
}

/** Where other programs, tasks and people put files; a checkout may be anywhere else. */
function isElsewhere(path: string): boolean {
  return /^(?:\/(?:tmp|var\/tmp|dev\/shm|root|mnt|media)\/|~)/.test(path) && !/\/(?:dags|plugins)(?:\/|$)/.test(path);
}

/** Where code comes from. Pickles of one's own are often kept encoded: then only a network tells something. */
function originOf(value: CodeValue, isCode: boolean): string | null {
  const paths = pathsIn(value);
  if (paths.some((path) => downloads.test(path))) return "what was downloaded";
  if (!isCode) return null;
  if (paths.some((path) => decoders.test(path)) || holdsNumbers(value)) return "text that was decoded";
  if (readsElsewhere(value)) return outside;
  if (paths.some((path) => stored.test(path))) return "what a Variable or an XCom holds";
  return inputsIn(value).length > 0 ? "what the run was started with" : null;
}

/** `bytes([112, 49])` */
const holdsNumbers = onceEach((value): boolean =>
  [...valuesIn(value)].some(
    (one) =>
      one.kind === "call" &&
      one.paths.some((path) => /^builtins\.(?:bytes|bytearray)$/.test(path)) &&
      one.arguments[0]?.value.kind === "list",
  ),
);

const readsElsewhere = onceEach((value): boolean =>
  [...valuesIn(value)].some((one) => one.kind === "call" && usesOfCall(one).some(({ path }) => isElsewhere(path))),
);

const pathsIn = onceEach((value): readonly string[] =>
  [...valuesIn(value)].flatMap((one) => (one.kind === "call" || one.kind === "path" ? one.paths : [])),
);
