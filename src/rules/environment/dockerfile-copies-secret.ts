import { defineRule } from "../define-rule.ts";

export const dockerfileCopiesSecret = defineRule<{ file: string }>({
  id: "ENV-026",
  name: "dockerfile-copies-secret",
  severity: "warning",
  confidence: "medium",
  about: "dockerfile",
  reach: "line",
  summary: "A Dockerfile copies a file into the image that usually holds credentials.",
  why: "The file stays in its layer, even where a later line deletes it: whoever can pull the image can read it.",
  message: ({ file }) => `\`${file}\` usually holds credentials, and stays in a layer of the image.`,
  remedy: () => "Give it to the one step that needs it: `RUN --mount=type=secret,id=…`.",
  bad: example("COPY .netrc /root/.netrc"),
  good: example("COPY pyproject.toml /opt/location/"),
  check({ dockerfile }, report) {
    const all = dockerfile?.stages.flatMap(({ instructions }) => instructions) ?? [];
    for (const { keyword, text, flags, span } of all) {
      if ((keyword !== "COPY" && keyword !== "ADD") || flags.has("from") || text.includes("<<")) continue;
      const words = text.split(/[\s"',[\]]+/).filter((word) => word !== "");
      const file = words
        .slice(0, -1)
        .map((word) => word.slice(-300))
        .find((word) => secretFile.test(word) || tellingFile.test(word));
      if (file !== undefined) report(span, { file: file.slice(0, 100).replaceAll("`", "'") });
    }
  },
});

/** `secrets.env`, `prod-credentials.json`, `.env.production`; but no samples, and nothing that is encrypted or only refers to one. */
const tellingFile =
  /(?:^|\/)(?!\S{0,200}(?:example|sample|template|schema|dist|sealed|external|encrypted|\.enc\.))(?:[^/]{0,100}(?:secrets?|credentials?|passwords?)[^/]{0,100}\.(?:env|ya?ml|json|toml|ini|cfg|conf|properties|txt)|\.env\.[\w-]{1,100})$/i;

const secretFile =
  /(?:^|\/)(?:\.env|\.netrc|_netrc|\.pgpass|\.git-credentials|id_(?:rsa|dsa|ecdsa|ed25519)|\.pypirc|\.dockercfg|kubeconfig|\.?aws\/credentials|\.docker\/config\.json|\.kube\/config|service[-_]account(?:[-_]key)?\.json|application_default_credentials\.json|[^/]*\.(?:p12|pfx|jks|keystore)|[^/]*[-_.]?private[-_]?key[^/]*)$/;

function example(line: string): string {
  return ["FROM scratch", line, "USER 1000"].join("\n");
}
