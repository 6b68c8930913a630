import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A key pair that the real `ssh-keygen` made. */
export interface SshKeyPair {
  /** Path of the private key. */
  readonly file: string;
  /** The line of the `.pub` file. */
  readonly publicKey: string;
}

export interface SshTools {
  makeKey(type: "ed25519" | "rsa" | "ecdsa-256" | "ecdsa-384"): SshKeyPair;
  /** What `ssh-keygen -Y sign` prints. */
  sign(key: SshKeyPair, message: string | Buffer, namespace?: string, hash?: "sha256" | "sha512"): string;
  /** Whether `ssh-keygen -Y verify` accepts it as one by this public key. */
  verify(publicKey: string, signature: string, message: string | Buffer, namespace?: string): boolean;
  close(): void;
}

export function openSshTools(): SshTools {
  const directory = mkdtempSync(join(tmpdir(), "countersign-ssh-"));
  let count = 0;
  const run = (args: readonly string[], input?: string | Buffer): string =>
    execFileSync("ssh-keygen", args, { encoding: "utf8", stdio: ["pipe", "pipe", "pipe"], input: input ?? "" });
  const fileFor = (name: string): string => {
    count += 1;
    return join(directory, `${name}-${count}`);
  };
  return {
    makeKey(type) {
      const file = fileFor(type);
      const [name = "", bits = type === "rsa" ? "2048" : "256"] = type.split("-");
      run(["-q", "-t", name, "-b", bits, "-N", "", "-C", "somebody@example.org", "-f", file]);
      return { file, publicKey: readFileSync(`${file}.pub`, "utf8").trim() };
    },
    sign: (key, message, namespace = "countersign", hash = "sha512") =>
      run(["-Y", "sign", "-q", "-n", namespace, "-O", `hashalg=${hash}`, "-f", key.file], message),
    verify(publicKey, signature, message, namespace = "countersign") {
      const [signers, file] = [fileFor("signers"), fileFor("signature")];
      writeFileSync(signers, `somebody ${publicKey}\n`);
      writeFileSync(file, signature);
      try {
        run(["-Y", "verify", "-f", signers, "-I", "somebody", "-n", namespace, "-s", file], message);
        return true;
      } catch {
        return false;
      }
    },
    close: () => rmSync(directory, { recursive: true, force: true }),
  };
}
