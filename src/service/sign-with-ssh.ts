import { spawn } from "node:child_process";
import { ConfigError } from "../domain/errors.ts";
import { type SshSignatureVerdict, verifySshSignature } from "../formats/ssh-signature.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export interface SshSigned {
  readonly signature: string;
  readonly key: Extract<SshSignatureVerdict, { readonly signed: true }>["key"];
}

/**
 * Signs a text with the real `ssh-keygen -Y sign`, which asks for the passphrase at the terminal itself, or the agent for the
 * key of a `.pub` file. The signature is checked before it is given out. Throws `ConfigError`.
 */
export async function signWithSsh(key: string, namespace: string, text: string, env: Environment): Promise<SshSigned> {
  const signature = await runSshKeygen(["-Y", "sign", "-n", namespace, "-f", key], text, env);
  const verdict = verifySshSignature(signature, namespace, Buffer.from(text, "utf8"));
  if (verdict.signed) return { signature, key: verdict.key };
  throw new ConfigError(
    "--key",
    `${key} cannot be used: the signature ${verdict.problem}. Use an Ed25519, ECDSA or RSA key.`,
  );
}

function runSshKeygen(args: readonly string[], input: string, env: Environment): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn("ssh-keygen", args, { env, stdio: ["pipe", "pipe", "pipe"] });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString("utf8");
    });
    child.stderr.on("data", (chunk: Buffer) => {
      stderr = `${stderr}${chunk.toString("utf8")}`.slice(-2_000);
    });
    child.stdin.on("error", () => {}); // it ended first: its exit code tells
    child.once("error", (cause) =>
      reject(new ConfigError("--key", "ssh-keygen cannot be started. Install OpenSSH (8.1 or newer).", { cause })),
    );
    child.once("close", (code) => {
      if (code === 0) return resolve(stdout);
      const message = `ssh-keygen did not sign with the key ${args.at(-1)}: ${stderr.trim() || `exit ${code}`}. Name another with --key.`;
      reject(new ConfigError("--key", message));
    });
    child.stdin.end(input);
  });
}
