import { quoteName } from "../../formats/did-you-mean.ts";
import { defineRule } from "../define-rule.ts";

interface Data {
  readonly host: string;
  readonly why: "plain" | "trusted";
}

export const requirementInsecureSource = defineRule<Data>({
  id: "DEP-011",
  name: "requirement-insecure-source",
  severity: "warning",
  confidence: "high",
  about: "requirements",
  reach: "line",
  summary: "Packages are fetched without a proof of where they come from.",
  why: "Over plain `http://` or `git://`, and from a host whose certificate is not checked (`--trusted-host`), anybody on the way can put other code in, and it runs with the node's rights. A file with its hash, and this machine itself, are left alone.",
  message: ({ host, why }) =>
    why === "plain"
      ? `Packages are fetched from ${quoteName(host)} without encryption.`
      : `The certificate of ${quoteName(host)} would not be checked.`,
  remedy: ({ why }) =>
    why === "plain"
      ? "Use `https://`, or name the file's hash."
      : "Have pip trust the certificate of that host instead.",
  bad: "--index-url http://pypi.acme.example/simple\nrequests==2.32.3\n",
  good: "--index-url https://pypi.acme.example/simple\nrequests==2.32.3\n",
  check({ dependencies }, report) {
    for (const { requirements, options } of dependencies) {
      for (const { name, value, span } of options) {
        if (name === "trusted-host") report(span, { host: value, why: "trusted" });
        else if (name.endsWith("url") || name === "find-links" || name === "editable") reportPlain(value, span);
      }
      for (const { url, hasHash, span } of requirements) {
        if (url !== null && !hasHash && !/[#&]sha(256|384|512)=/.test(url)) reportPlain(url, span);
      }
    }
    function reportPlain(url: string, span: Parameters<typeof report>[0]): void {
      const host = /^(?:(?:git|hg|bzr|svn)\+)?(?:http|git|svn|ftp):\/\/(?:[^/@]*@)?([^/:?#]+)/i.exec(url)?.[1];
      if (host !== undefined && !/^(localhost|127\.\d+\.\d+\.\d+)$/.test(host)) report(span, { host, why: "plain" });
    }
  },
});
