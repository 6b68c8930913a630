const reasons: readonly (readonly [RegExp, string])[] = [
  [/^(ENOTFOUND|EAI_AGAIN)$/, "The name of its host is not known here: check the address, and DNS."],
  [/^ECONNREFUSED$/, "Nothing listens there: check the address and its port."],
  [/^(EHOSTUNREACH|ENETUNREACH)$/, "No way leads there: check the address, the network and the firewall."],
  [
    /^(ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT|UND_ERR_HEADERS_TIMEOUT|UND_ERR_BODY_TIMEOUT|TimeoutError)$/,
    "It took too long: check that it is reachable from here, and whether a proxy is needed.",
  ],
  [
    /^(CERT_HAS_EXPIRED|CERT_NOT_YET_VALID)$/,
    "Its certificate is not valid at this time: check this machine's clock, and tell whoever runs it.",
  ],
  [/^ERR_TLS_CERT_ALTNAME_INVALID$/, "Its certificate is for another name: check the address."],
  [
    /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_.*|CERT_.*)$/,
    "Its certificate is of an authority that is not known here: name the file of that authority in NODE_EXTRA_CA_CERTS.",
  ],
  [/^(ERR_SSL_.*|EPROTO)$/, "TLS does not come about: check whether the address begins with http:// or https://."],
  [
    /^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/,
    "The connection was cut: check the address, whether it begins with http:// or https://, and any proxy.",
  ],
];

/** Why a server gave no answer, and what to check, by the codes of what `fetch` threw and of its causes. */
export function explainConnectionFailure(error: unknown): string {
  for (const code of codesOf(error)) {
    const reason = reasons.find(([sign]) => sign.test(code));
    if (reason !== undefined) return reason[1];
  }
  return "Check that it is reachable from here.";
}

/** Of the error itself and of what caused it, the outermost first. */
function codesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  const own = "code" in error && typeof error.code === "string" ? error.code : error.name;
  return [own, ...codesOf(error.cause)];
}
