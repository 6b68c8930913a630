import { argumentValue, hasUnknownArguments, positionals } from "./arguments.ts";
import { doubtOf } from "./doubt.ts";
import { formatField } from "./format.ts";
import { iterate } from "./iterate.ts";
import { native, ofBoolean, ofInteger, ofList, ofString, ofTuple, unknown } from "./make-values.ts";
import { doubtOutcome } from "./plain-values.ts";
import type { GivenArgument, NativeCall, Value } from "./value.ts";
import { integerOf, stringOf } from "./value-contents.ts";

/** A method of a string that is known. */
export function stringMethod(text: string, name: string): Value | null {
  const run = methods[name];
  if (run === undefined) return null;
  return native(name, (call) => {
    const result = hasUnknownArguments(call.arguments) ? null : run(text, call);
    if (result !== null) return result;
    call.machine.surprises += 1; // it may raise
    if (call.arguments.length > 0)
      doubtOutcome(
        name,
        call.arguments.map(({ value }) => value),
        call.machine,
      );
    return unknown(call.text);
  });
}

type Method = (text: string, call: NativeCall) => Value | null;

function plain(change: (text: string) => string): Method {
  return (text, call) => (call.arguments.length === 0 && /^[ -~\s]*$/.test(text) ? ofString(change(text)) : null);
}

function test(change: (text: string, part: string) => boolean): Method {
  return (text, { arguments: given }) => {
    const [part] = positionals(given);
    if (given.length !== 1) return null;
    if (part?.kind === "tuple") {
      const all = part.items.map(stringOf);
      return all.every((one) => one !== null) ? ofBoolean(all.some((one) => change(text, one))) : null;
    }
    const one = stringOf(part);
    return one === null ? null : ofBoolean(change(text, one));
  };
}

/** What Python holds for white. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: Python has some of them among its white space
const blank = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

/** Where Python ends a line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: and some among the ends of lines
const lineEnd = /\r\n|[\n-\r\x1c-\x1e\x85\u2028\u2029]/;

function strip(from: "start" | "end" | "both"): Method {
  return (text, { arguments: given }) => {
    const [part] = positionals(given);
    const characters = part === undefined ? null : stringOf(part);
    if (part !== undefined && characters === null) return null;
    const isStripped = (one: string): boolean => (characters === null ? blank.test(one) : characters.includes(one));
    const all = [...text];
    let [start, end] = [0, all.length];
    if (from !== "end") while (start < end && isStripped(all[start] ?? "")) start += 1;
    if (from !== "start") while (end > start && isStripped(all[end - 1] ?? "")) end -= 1;
    return ofString(all.slice(start, end).join(""));
  };
}

function split(isFromEnd: boolean): Method {
  return (text, { arguments: given, machine }) => {
    const separator = argumentValue(given, "sep", 0);
    const most = integerOf(
      argumentValue(given, "maxsplit", 1) ?? { kind: "constant", constant: { type: "int", value: -1 } },
    );
    if (most === null) return null;
    const by = stringOf(separator);
    if (by === null) {
      const isDefault =
        separator === undefined || (separator.kind === "constant" && separator.constant.type === "none");
      if (!isDefault || most !== -1) return null;
      return ofList(
        text
          .split(blank)
          .filter((one) => one !== "")
          .map(ofString),
        machine.frame,
      );
    }
    if (by === "") return null;
    const parts = text.split(by);
    if (most >= 0 && parts.length > most + 1) {
      if (isFromEnd) parts.splice(0, parts.length - most, parts.slice(0, parts.length - most).join(by));
      else parts.splice(most, parts.length, parts.slice(most).join(by));
    }
    return ofList(parts.map(ofString), machine.frame);
  };
}

function pad(change: (text: string, width: number, fill: string) => string): Method {
  return (text, { arguments: given }) => {
    const [width, filling = ofString(" ")] = positionals(given);
    const [count, fill] = [integerOf(width), stringOf(filling)];
    // Letters beyond 2^16 are one to Python, and two here.
    const more = text.length - [...text].length;
    return count === null || count > 1000 || fill?.length !== 1 ? null : ofString(change(text, count + more, fill));
  };
}

const methods: Readonly<Record<string, Method>> = {
  __proto__: null as never,
  format: (text, { arguments: given }) => {
    const formatted = formatTemplate(text, given);
    return formatted === null ? null : ofString(formatted);
  },
  join: (text, { arguments: given, machine }) => {
    const [list] = positionals(given);
    const items = list === undefined ? null : iterate(list, machine);
    const parts = items?.map(stringOf) ?? [null];
    return parts.every((part) => part !== null) ? ofString(parts.join(text)) : null;
  },
  upper: plain((text) => text.toUpperCase()),
  lower: plain((text) => text.toLowerCase()),
  casefold: plain((text) => text.toLowerCase()),
  title: plain((text) =>
    text.replaceAll(/[A-Za-z]+/g, (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()),
  ),
  capitalize: plain((text) => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase()),
  strip: strip("both"),
  lstrip: strip("start"),
  rstrip: strip("end"),
  startswith: test((text, part) => text.startsWith(part)),
  endswith: test((text, part) => text.endsWith(part)),
  removeprefix: (text, { arguments: given }) => {
    const part = stringOf(positionals(given)[0]);
    return part === null ? null : ofString(text.startsWith(part) ? text.slice(part.length) : text);
  },
  removesuffix: (text, { arguments: given }) => {
    const part = stringOf(positionals(given)[0]);
    if (part === null) return null;
    return ofString(part !== "" && text.endsWith(part) ? text.slice(0, -part.length) : text);
  },
  replace: (text, { arguments: given }) => {
    const [from, to] = [stringOf(positionals(given)[0]), stringOf(positionals(given)[1])];
    return from === null || to === null || from === "" || given.length !== 2
      ? null
      : ofString(text.replaceAll(from, () => to));
  },
  split: split(false),
  rsplit: split(true),
  splitlines: (text, { arguments: given, machine }) => {
    const lines = text.split(lineEnd);
    if (lines.at(-1) === "") lines.pop();
    return given.length > 0 ? null : ofList(lines.map(ofString), machine.frame);
  },
  partition: (text, { arguments: given }) => {
    const by = stringOf(positionals(given)[0]);
    const at = by === null ? -1 : text.indexOf(by);
    if (by === null || by === "") return null;
    return ofTuple((at === -1 ? [text, "", ""] : [text.slice(0, at), by, text.slice(at + by.length)]).map(ofString));
  },
  rpartition: (text, { arguments: given }) => {
    const by = stringOf(positionals(given)[0]);
    const at = by === null ? -1 : text.lastIndexOf(by);
    if (by === null || by === "") return null;
    return ofTuple((at === -1 ? ["", "", text] : [text.slice(0, at), by, text.slice(at + by.length)]).map(ofString));
  },
  zfill: pad((text, width) =>
    /^[+-]/.test(text) ? text.charAt(0) + text.slice(1).padStart(width - 1, "0") : text.padStart(width, "0"),
  ),
  rjust: pad((text, width, fill) => text.padStart(width, fill)),
  ljust: pad((text, width, fill) => text.padEnd(width, fill)),
  isdigit: (text, { arguments: given }) =>
    given.length === 0 && /^[ -~]*$/.test(text) ? ofBoolean(/^\d+$/.test(text)) : null,
  isupper: (text) => (/^[ -~]*$/.test(text) ? ofBoolean(/[A-Z]/.test(text) && !/[a-z]/.test(text)) : null),
  islower: (text) => (/^[ -~]*$/.test(text) ? ofBoolean(/[a-z]/.test(text) && !/[A-Z]/.test(text)) : null),
  count: (text, { arguments: given }) => {
    const part = stringOf(positionals(given)[0]);
    return part === null || part === "" || given.length !== 1 ? null : ofInteger(text.split(part).length - 1);
  },
};

/** `str.format` with positions, names, and look-ups that are constant. */
function formatTemplate(template: string, given: readonly GivenArgument[]): string | null {
  let next = 0;
  let isKnown = true;
  const fields = /\{\{|\}\}|\{([^{}!:]*)(?:!([rsa]))?(?::([^{}]*))?\}/g;
  if (/[{}]/.test(template.replaceAll(fields, ""))) return null; // a field in a field, or no field at all
  const text = template.replaceAll(
    fields,
    (whole, field: string | undefined, conversion: string | undefined, format: string | undefined) => {
      if (whole === "{{" || whole === "}}") return whole.charAt(0);
      const [head = "", ...path] = (field ?? "").split(/[[\].]+/).filter((part, index) => index === 0 || part !== "");
      const isIndexed = !/\./.test(field ?? "");
      const start =
        head === ""
          ? positionals(given)[next++]
          : /^\d+$/.test(head)
            ? positionals(given)[Number(head)]
            : argumentValue(given, head);
      const value = isIndexed || path.length === 0 ? path.reduce<Value | undefined>(lookInto, start) : undefined;
      const shown = value === undefined ? null : formatField(value, conversion ?? null, format ?? "");
      if (shown === null) isKnown = false;
      return shown ?? "";
    },
  );
  return isKnown ? text : null;
}

function lookInto(value: Value | undefined, key: string): Value | undefined {
  if (value !== undefined && "doubts" in value && doubtOf(value.doubts) !== null) return undefined;
  if (value?.kind === "dict") return value.entries.get(/^\d+$/.test(key) ? `n:${key}` : `str:${key}`)?.value;
  return value?.kind === "list" || value?.kind === "tuple" ? value.items[Number(key)] : undefined;
}
