import type { RuleSetting } from "../../domain/policy.ts";

/** Rules that, once a policy gives them a list, may speak of any Python file. */
const lists = ["SEC-029", "SEC-030"];

/** Whether a policy's settings ask for every Python file's code to be read, and not only what `mightDoHarm` lets through. */
export function wantsAllCode(settings: Readonly<Record<string, RuleSetting>>): boolean {
  return lists.some((id) => {
    const setting = settings[id];
    if (setting === undefined || setting === "off") return false;
    return Object.values(setting.options).some((option) => Array.isArray(option) && option.length > 0);
  });
}
