import { createHash, generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { type Envelope, statementPayloadType } from "../../src/domain/attestation.ts";
import { signEnvelope } from "../../src/evidence/signer.ts";
import { keyidOf } from "../../src/formats/key-set.ts";
import { releaseStatement } from "../evidence/statements.ts";
import { createToken } from "../forge/model/accounts.ts";
import { accountOf, repositoryByName } from "../forge/model/model.ts";
import { openSshTools } from "../support/ssh-keys.ts";
import { openApi } from "../world/api.ts";
import { cohortDag, policyFor } from "../world/files.ts";
import { createPullingNode } from "../world/pulling-node.ts";
import { openWorkingCopy } from "../world/working-copy.ts";
import { faces, startWorld, type World } from "../world/world.ts";

const ssh = openSshTools();
afterAll(() => ssh.close());
const keys = { ben: ssh.makeKey("ed25519"), cleo: ssh.makeKey("ed25519") };
const stolen = generateKeyPairSync("ec", { namedCurve: "P-256" });
const evilDag = "dags/evil.py";

/** Whoever has the service's machine has the account under which it speaks, and all that this may do on the forge. */
function tokenOfService({ forge, bot, face }: World): string {
  const account = forge.model.accounts.find(({ login }) => login === bot);
  if (account === undefined) throw new Error(`there is no account ${bot}`);
  if (face === "gitlab") return createToken(forge.model, { accountId: account.id }).token;
  const installation = forge.model.installations[0];
  const app = forge.model.apps[0];
  if (installation === undefined || app === undefined) throw new Error("the app is not installed");
  const of = { kind: "installation", installationId: installation.id, permissions: app.permissions } as const;
  return createToken(forge.model, { accountId: accountOf(forge.model, account.id).id, ...of }).token;
}

/** Brings a DAG to main that no person agreed to: by a change that the service's account approves and merges itself. */
async function landAsService(world: World): Promise<string> {
  const { face, forge } = world;
  const token = tokenOfService(world);
  const url = new URL(`${forge.baseUrl}/acme/study.git`);
  url.username = face === "github" ? "x-access-token" : "oauth2";
  url.password = token;
  const committer = { name: "ada", email: "ada@acme.example" }; // a name is a claim
  const copy = openWorkingCopy(join(world.directory, "attacker"), url.href, committer);
  const head = await copy.push({ branch: "evil", files: { [evilDag]: cohortDag }, message: "A harmless change" });
  const body = `/countersign approve ${head}`;
  if (face === "github") {
    const api = openApi(forge.baseUrl, { authorization: `token ${token}` });
    const repo = "/repos/acme/study";
    const { number } = await api.send("POST", `${repo}/pulls`, { title: "Harmless", head: "evil", base: "main" });
    for (const name of ["validation", "approval"]) {
      const run = { name: `countersign/${name}: main`, head_sha: head, status: "completed", conclusion: "success" };
      await api.send("POST", `${repo}/check-runs`, run);
    }
    await api.send("POST", `${repo}/issues/${number}/comments`, { body });
    await api.send("PUT", `${repo}/pulls/${number}/merge`, {});
  } else {
    const api = openApi(`${forge.baseUrl}/api/v4`, { "private-token": token });
    const project = "/projects/acme%2Fstudy";
    const change = { title: "Harmless", source_branch: "evil", target_branch: "main" };
    const { iid } = await api.send("POST", `${project}/merge_requests`, change);
    await api.send("POST", `${project}/merge_requests/${iid}/notes`, { body });
    await api.send("POST", `${project}/statuses/${head}`, { state: "success", name: "countersign" });
    await api.send("PUT", `${project}/merge_requests/${iid}/merge`, {});
  }
  return copy.readTip("main");
}

/** What the stolen service says, signed with the stolen key: that all of it was approved by ben. */
async function attest(world: World, commit: string): Promise<Envelope> {
  const { face, forge, people } = world;
  const { id } = repositoryByName(forge.model, "acme/study");
  const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
  const files = { "README.md": "# Study\n", ".countersign.yml": policyFor(face), [evilDag]: cohortDag };
  const digests = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, sha256(text)]));
  const tree = await people.ada.git("rev-parse", `${commit}^{tree}`);
  const landed = { commit, tree, basis: { kind: "change", number: 1, head: commit } } as const;
  const repository = { key: `${face}:${id}`, name: "acme/study" } as const;
  const statement = releaseStatement({ forge: face, repository, landed, at: new Date().toISOString() }, digests);
  const signer = { keyid: keyidOf(stolen.publicKey), key: stolen.privateKey };
  return signEnvelope(signer, statementPayloadType, JSON.stringify(statement));
}

/** A service in the attacker's hands, which says what they want. */
async function serveLies(lies: { readonly releases: readonly unknown[]; readonly signatures: readonly string[] }) {
  const server = createServer((request, response) => {
    const isSignatures = request.url?.startsWith("/api/v1/signatures") === true;
    const said = isSignatures ? { signatures: lies.signatures } : { releases: lies.releases };
    response.end(JSON.stringify({ version: 1, ...said }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on TCP
}

test.each(faces)(
  "a stolen service makes no node run anything but one that trusts it by name: %s",
  { timeout: 300_000 },
  async (face) => {
    const world = await startWorld({ face, webhooks: false, hasPolicy: true });
    try {
      const { ada, cleo } = world.people;
      const lies = { releases: [] as unknown[], signatures: [] as string[] };
      const pem = String(stolen.publicKey.export({ type: "spki", format: "pem" }));
      const service = `service: "${await serveLies(lies)}", service-keys: [${JSON.stringify(pem)}]`;
      const trusting = (accept: string) =>
        createPullingNode(world, { trust: `{ accept: [${accept}], ${service} }`, keys, reader: "ben" });
      const bySignatures = await trusting("controller-signatures");
      const byReviews = await trusting("reviews");
      const byService = await trusting("service-attested");

      const beginning = await ada.readTip("main");
      const adopted = await bySignatures.sign("cleo", keys.cleo, "--adopt", beginning, "--post", "comment");
      expect(adopted).toMatchObject({ code: 0 });
      await cleo.commentOnCommit(beginning, `/countersign adopt ${beginning}`);
      expect(await bySignatures.pull()).toMatchObject({ status: "deployed" });
      expect(await byReviews.pull()).toMatchObject({ status: "deployed" });

      const tip = await landAsService(world);
      lies.releases.push({ attestations: [{ kind: "release", envelope: await attest(world, tip) }] });
      lies.signatures.push(adopted.stdout); // a good signature, of something else
      for (const node of [bySignatures, byReviews]) {
        const line = await node.pull();
        expect(line).toMatchObject({ status: "waiting", exitCode: 1, commit: beginning, wanted: tip });
        expect(line.why[0]).toContain(`${tip.slice(0, 7)} landed on ${beginning.slice(0, 7)} and is not accepted`);
        expect(await node.readDag(evilDag)).toBeNull();
        expect(await node.readDag("README.md")).not.toBeNull();
      }
      expect(await byService.pull()).toMatchObject({ status: "deployed", accepted: { basis: "service-attested" } });
      expect(await byService.readDag(evilDag)).toBe(cohortDag);
    } finally {
      await world.close();
    }
  },
);
