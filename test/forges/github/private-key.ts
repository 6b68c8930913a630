import { generateKeyPairSync } from "node:crypto";

/** A GitHub App's private key, in the form in which GitHub gives it. */
export const privateKey = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
}).privateKey;
