import { quoteName } from "../../formats/did-you-mean.ts";
import { defineRule } from "../define-rule.ts";

export const requirementExtraIndex = defineRule<{ host: string }>({
  id: "DEP-012",
  name: "requirement-extra-index",
  severity: "warning",
  confidence: "high",
  about: "requirements",
  reach: "line",
  summary: "Packages come from a second index beside the first.",
  why: "For every package pip looks into all indexes and takes the highest version, wherever it is: who uploads a package to the public index under the name of a private one gets its code installed. With the hash of every package the index does not matter, and nothing is said.",
  message: ({ host }) => `Packages may come from ${quoteName(host)} as well: the highest version wins, wherever it is.`,
  remedy: () => "Use one index (`--index-url`) that mirrors the other, or name the hash of every package.",
  bad: "--extra-index-url https://pypi.acme.example/simple\nacme-tools==1.4.0\n",
  good: "--index-url https://pypi.acme.example/simple\nacme-tools==1.4.0\n",
  check({ dependencies }, report) {
    for (const { requirements, options } of dependencies) {
      const hasHashes = requirements.length > 0 && requirements.every(({ hasHash }) => hasHash);
      if (hasHashes) continue;
      for (const { name, value, span } of options) {
        if (name === "extra-index-url") report(span, { host: URL.canParse(value) ? new URL(value).host : value });
      }
    }
  },
});
