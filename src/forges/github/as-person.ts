import { z } from "zod";
import type { Forge } from "../../ports/forge.ts";
import { decode, decodeAll, splitName } from "./api.ts";
import { assembleForge, type GithubParts } from "./index.ts";
import type { GithubOctokit } from "./octokit.ts";
import { accountWire, repositoryWire, toAccount, toRepository } from "./wire.ts";

const cloneWire = z.object({ clone_url: z.string() });

export interface GithubAsPersonOptions extends Omit<GithubParts, "installations" | "readRemote"> {
  readonly octokit: GithubOctokit;
  readonly token: string;
  /** The number of our app, whose check suites date heads; `0` where it is not known. */
  readonly appId: number;
}

/** GitHub, seen with a person's token. For reading: what it publishes would be that person's words. */
export function createGithubForgeAsPerson({ octokit, token, appId, ...parts }: GithubAsPersonOptions): Forge {
  return assembleForge({
    ...parts,
    installations: {
      octokitFor: async () => octokit,
      async listRepositories() {
        const answer = await octokit.paginate("GET /user/repos", { per_page: 100 });
        return decodeAll(repositoryWire, answer, "our repositories").map(toRepository);
      },
      async readSelf() {
        const account = toAccount(decode(accountWire, await octokit.request("GET /user")));
        return { appId, slug: "", account: { ...account, commitEmail: "" } };
      },
    },
    async readRemote({ name }) {
      const { clone_url } = decode(cloneWire, await octokit.request("GET /repos/{owner}/{repo}", splitName(name)));
      return { url: clone_url, credentials: { username: "x-access-token", password: token } };
    },
  });
}
