import { describe, expect, test } from "vitest";
import { explainConnectionFailure } from "../../src/formats/connection-failure.ts";

function failure(code: string): Error {
  return new TypeError("fetch failed", { cause: Object.assign(new Error("no luck"), { code }) });
}

describe("what to check when a server gives no answer", () => {
  test.each([
    ["ENOTFOUND", "The name of its host is not known here"],
    ["EAI_AGAIN", "The name of its host is not known here"],
    ["ECONNREFUSED", "Nothing listens there"],
    ["EHOSTUNREACH", "No way leads there"],
    ["UND_ERR_CONNECT_TIMEOUT", "It took too long"],
    ["CERT_HAS_EXPIRED", "not valid at this time"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "for another name"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "NODE_EXTRA_CA_CERTS"],
    ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "NODE_EXTRA_CA_CERTS"],
    ["ERR_SSL_WRONG_VERSION_NUMBER", "begins with http:// or https://"],
    ["UND_ERR_SOCKET", "The connection was cut"],
    ["SOMETHING_NEW", "Check that it is reachable from here."],
  ])("%s", (code, told) => {
    expect(explainConnectionFailure(failure(code))).toContain(told);
  });

  test("is told of what really throws: a port at which nobody listens, and a time that is over", async () => {
    const refused = await fetch("http://127.0.0.1:2").catch((error: unknown) => error);
    expect(explainConnectionFailure(refused)).toContain("Nothing listens there");
    expect(explainConnectionFailure(new DOMException("over", "TimeoutError"))).toContain("It took too long");
    expect(explainConnectionFailure("no error at all")).toBe("Check that it is reachable from here.");
  });
});
