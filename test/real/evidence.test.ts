import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dsse } from "@sigstore/core";
import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Envelope } from "../../src/domain/attestation.ts";
import { preAuthEncoding } from "../../src/formats/dsse.ts";
import { type ReleasePlace, setReleasePlace } from "../evidence/release-place.ts";
import { cacheProgram } from "../support/cached-program.ts";
import { installPythonPackages } from "../support/install-python-packages.ts";

const packages = ["securesystemslib[crypto]==1.6.0", "in-toto-attestation==0.9.3"];

/** Verifies the envelope with the key, checks the statement's form, and prints what it says. */
const verifier = `
import json, sys
from google.protobuf.json_format import ParseDict
from in_toto_attestation.v1 import statement_pb2
from in_toto_attestation.v1.statement import Statement
from securesystemslib.dsse import Envelope
from securesystemslib.signer import SSlibKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

envelope = Envelope.from_dict(json.load(open(sys.argv[1])))
record = json.load(open(sys.argv[2]))["keys"][int(sys.argv[3])]
key = SSlibKey.from_crypto(load_pem_public_key(record["publicKey"].encode()), keyid=record["keyid"])
accepted = envelope.verify([key], threshold=1)
statement = Statement.copy_from_pb(ParseDict(json.loads(envelope.payload), statement_pb2.Statement()))
statement.validate()
print(json.dumps({"accepted": list(accepted), "scheme": key.scheme, "type": statement.pb.predicate_type,
                  "subjects": {one.name: one.digest["sha256"] for one in statement.pb.subject}}))
`;

let python: string;
beforeAll(async () => {
  const directory = await cacheProgram("in-toto-0.9.3-securesystemslib-1.6.0", (place) =>
    installPythonPackages(place, packages),
  );
  python = join(directory, "bin", "python");
});

let place: ReleasePlace;
let envelope: Envelope;
let file: string;
beforeEach(async () => {
  place = await setReleasePlace();
  envelope = await place.release(place.repository.commit({ "a.py": "one", "dags/ö b.py": "two" }));
  file = join(place.root, "envelope.json");
  writeFileSync(file, JSON.stringify(envelope));
});

function verifyInPython(key = 0) {
  return spawnSync(python, ["-c", verifier, file, place.keysFile, String(key)], { encoding: "utf8" });
}

describe("independent implementations", () => {
  test("securesystemslib verifies the envelope, in-toto-attestation accepts the statement", () => {
    const { status, stdout, stderr } = verifyInPython();
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(JSON.parse(stdout)).toEqual({
      accepted: [place.keys.list().keys[0]?.keyid],
      scheme: "ecdsa-sha2-nistp256",
      type: "urn:countersign:release:v1",
      subjects: { "a.py": sha256("one"), "dags/ö b.py": sha256("two") },
    });
  });

  test("they refuse what was tampered with, and another key", () => {
    const payload = Buffer.from(envelope.payload, "base64").toString().replace("ben", "eve");
    writeFileSync(file, JSON.stringify({ ...envelope, payload: Buffer.from(payload).toString("base64") }));
    expect(verifyInPython()).toMatchObject({ status: 1, stderr: expect.stringContaining("VerificationError") });
    writeFileSync(file, JSON.stringify(envelope));
    place.keys.create("correct horse battery staple", new Date());
    place.writeKeys(); // the newest comes first
    expect(verifyInPython()).toMatchObject({ status: 1, stderr: expect.stringContaining("VerificationError") });
    expect(verifyInPython(1).status).toBe(0);
  });

  test("openssl verifies it as the documentation shows", () => {
    const key = join(place.root, "key.pem");
    const signature = join(place.root, "signature");
    const signed = join(place.root, "signed");
    writeFileSync(key, place.keys.list().keys[0]?.publicKey ?? "");
    writeFileSync(signature, Buffer.from(envelope.signatures[0]?.sig ?? "", "base64"));
    const body = Buffer.from(envelope.payload, "base64");
    writeFileSync(signed, `DSSEv1 ${envelope.payloadType.length} ${envelope.payloadType} ${body.length} ${body}`);
    const openssl = (path: string) =>
      spawnSync("openssl", ["dgst", "-sha256", "-verify", key, "-signature", signature, path], { encoding: "utf8" })
        .stdout;
    expect(openssl(signed)).toBe("Verified OK\n");
    expect(openssl(file)).toBe("Verification failure\n");
    const der = execFileSync("openssl", ["pkey", "-pubin", "-in", key, "-outform", "DER"]);
    expect(createHash("sha256").update(der).digest("hex")).toBe(envelope.signatures[0]?.keyid);
  });

  test("the commands of docs/evidence.md do as it says", () => {
    const page = readFileSync(new URL("../../docs/evidence.md", import.meta.url), "utf8");
    const [, script = ""] = /```sh\n# verify with openssl\n([\s\S]+?)```/.exec(page) ?? [];
    expect(script).toContain("openssl dgst");
    const run = spawnSync("bash", ["-euo", "pipefail", "-c", script], {
      encoding: "utf8",
      cwd: place.root,
      env: { ...process.env, ENVELOPE: file, KEYS: place.keysFile },
    });
    expect(run).toMatchObject({ status: 0, stdout: expect.stringContaining("Verified OK") });
    const [, code = ""] = /```python\n([\s\S]+?)```/.exec(page) ?? [];
    const inPython = spawnSync(python, ["-c", code], {
      encoding: "utf8",
      cwd: place.root,
      env: { ...process.env, ENVELOPE: file, KEYS: place.keysFile },
    });
    expect(inPython).toMatchObject({ status: 0, stdout: expect.stringContaining("urn:countersign:release:v1") });
  });

  test("sigstore encodes what is signed as we do", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.uint8Array(), (type, body) =>
        dsse.preAuthEncoding(type, Buffer.from(body)).equals(preAuthEncoding(type, body)),
      ),
    );
  });
});

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
