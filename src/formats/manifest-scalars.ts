import type { ScalarTag } from "yaml";

/**
 * Scalars as Kubernetes, Helm and Argo CD read them: YAML 1.1's booleans (`yes`, `on`, `y`), octal numbers (`0755`) and `_` between
 * digits, but no sexagesimal numbers, and dates stay text. Compared with sigs.k8s.io/yaml v1.6, which all three use.
 */
export const manifestScalars: readonly ScalarTag[] = [
  scalar("null", /^(?:~|null|Null|NULL)?$/, () => null),
  scalar("bool", /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/, () => true),
  scalar("bool", /^(?:n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/, () => false),
  scalar("int", /^[-+]?0_*[bB][01_]*[01]$/, (text) => toInteger(text, 2)),
  scalar("int", /^[-+]?0_*[xX][0-9a-fA-F_]*[0-9a-fA-F]$/, (text) => toInteger(text, 16)),
  scalar("int", /^[-+]?0(?:_*[oO])?[0-7_]*[0-7]$|^[-+]?0$/, (text) => toInteger(text, 8)),
  scalar("float", /^[-+]?(?:\.[0-9][0-9_]*|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?$/, toNumber),
  scalar("float", /^[-+]?\.(?:inf|Inf|INF)$/, (text) => (text.startsWith("-") ? -Infinity : Infinity)),
  scalar("float", /^\.(?:nan|NaN|NAN)$/, () => Number.NaN),
];

function scalar(name: string, test: RegExp, resolve: (text: string) => unknown): ScalarTag {
  return { tag: `tag:yaml.org,2002:${name}`, default: true, test, resolve };
}

function toInteger(text: string, base: number): number {
  const digits = text.replaceAll(/^[-+]|_/g, "").replace(/^0[box]/i, "");
  const value = Number.parseInt(digits, base);
  return text.startsWith("-") ? -value : value;
}

/** Too large a number stays text, as Go leaves it. */
function toNumber(text: string): number | string {
  const value = Number(text.replaceAll("_", ""));
  return Number.isFinite(value) ? value : text;
}
