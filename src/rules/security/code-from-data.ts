import type { CodeValue } from "../../python/code/code-facts.ts";
import { defineRule } from "../define-rule.ts";
import { argumentOf, onceEach, quoteCode, valuesIn } from "./code-values.ts";
import { inputsIn } from "./outside-input.ts";

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
    for (const call of code?.calls ?? []) {
      const by = call.paths.find((path) => runsText.test(path) || runsBytes.test(path));
      const given = argumentOf(call, "source", 0) ?? argumentOf(call, "data", 0);
      if (by === undefined || given === null) continue;
      const what = originOf(given.value, runsText.test(by) || by.startsWith("marshal"));
      if (what !== null) report(call.span, { by, what });
    }
  },
});

/** Where code comes from. Pickles of one's own are often kept encoded: then only a network tells something. */
function originOf(value: CodeValue, isCode: boolean): string | null {
  const paths = pathsIn(value);
  if (paths.some((path) => downloads.test(path))) return "what was downloaded";
  if (!isCode) return null;
  if (paths.some((path) => decoders.test(path))) return "text that was decoded";
  if (paths.some((path) => stored.test(path))) return "what a Variable or an XCom holds";
  return inputsIn(value).length > 0 ? "what the run was started with" : null;
}

const pathsIn = onceEach((value): readonly string[] =>
  [...valuesIn(value)].flatMap((one) => (one.kind === "call" || one.kind === "path" ? one.paths : [])),
);
