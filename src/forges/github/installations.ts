import { ForgeError } from "../../domain/errors.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Repository } from "../../ports/forge.ts";
import { decode, decodeAll, splitName } from "./api.ts";
import type { AppIdentity } from "./app-identity.ts";
import type { GithubOctokit } from "./octokit.ts";
import { accountWire, appWire, installationWire, repositoryWire, toRepository } from "./wire.ts";

/** How to speak to GitHub: as the app itself (`probot.auth()`), and as one of its installations (`probot.auth(id)`). */
export interface GithubAccess {
  readonly app: GithubOctokit;
  ofInstallation(id: number): Promise<GithubOctokit>;
}

export interface Installations {
  readSelf(): Promise<AppIdentity>;
  listRepositories(): Promise<readonly Repository[]>;
  /** The id of the installation that covers a repository. */
  findId(repository: string): Promise<number>;
  octokitFor(repository: string): Promise<GithubOctokit>;
}

const rememberFor = 10 * 60_000;

/** Which installation covers what. Remembered for ten minutes, as an app can be installed anew. */
export function createInstallations(access: GithubAccess, clock: Clock): Installations {
  const octokits = new Map<number, Promise<GithubOctokit>>();
  const ids = new Map<string, { readonly id: number; readonly until: number }>();
  let self: AppIdentity | null = null;

  const ofInstallation = (id: number): Promise<GithubOctokit> => {
    const octokit = octokits.get(id) ?? access.ofInstallation(id);
    octokits.set(id, octokit);
    return octokit;
  };
  const remember = (repository: string, id: number): void => {
    ids.set(repository.toLowerCase(), { id, until: clock.now().getTime() + rememberFor });
  };
  const findId = async (repository: string): Promise<number> => {
    const known = ids.get(repository.toLowerCase());
    if (known && known.until > clock.now().getTime()) return known.id;
    const id = await readInstallationId(access.app, repository);
    remember(repository, id);
    return id;
  };

  return {
    findId,
    octokitFor: async (repository) => await ofInstallation(await findId(repository)),

    async readSelf() {
      self ??= await readSelf(access.app, async () => {
        const [id] = await listInstallationIds(access.app);
        return id === undefined ? null : await ofInstallation(id);
      });
      return self;
    },

    async listRepositories() {
      const found: Repository[] = [];
      for (const id of await listInstallationIds(access.app)) {
        const octokit = await ofInstallation(id);
        const answer = await octokit.paginate("GET /installation/repositories", { per_page: 100 });
        const wires = decodeAll(repositoryWire, answer, "the repositories of an installation");
        const live = wires.filter((wire) => !wire.archived && !wire.disabled);
        for (const wire of live) remember(wire.full_name, id);
        found.push(...live.map(toRepository));
      }
      return found;
    },
  };
}

async function listInstallationIds(app: GithubOctokit): Promise<readonly number[]> {
  const answer = await app.paginate("GET /app/installations", { per_page: 100 });
  const wires = decodeAll(installationWire, answer, "the app's installations");
  return wires.filter((wire) => !wire.suspended_at).map((wire) => wire.id);
}

async function readInstallationId(app: GithubOctokit, repository: string): Promise<number> {
  try {
    const at = splitName(repository);
    return decode(installationWire, await app.request("GET /repos/{owner}/{repo}/installation", at)).id;
  } catch (error) {
    if (!(error instanceof ForgeError) || error.status !== 404) throw error;
    const message = `Countersign is not installed on ${repository}. Install the app on it: on the app's page, "Install App".`;
    throw new ForgeError(message, { status: 404, retryable: false, retryAfterMs: null }, { cause: error });
  }
}

/** The account of an app is the user `slug[bot]`, which only an installation may look up. */
async function readSelf(
  app: GithubOctokit,
  anyInstallation: () => Promise<GithubOctokit | null>,
): Promise<AppIdentity> {
  const { id: appId, slug } = decode(appWire, await app.request("GET /app"));
  const octokit = await anyInstallation();
  if (octokit === null) {
    throw new ForgeError(`The app ${slug} is installed nowhere yet. Install it: on the app's page, "Install App".`, {
      status: null,
      retryable: true,
      retryAfterMs: null,
    });
  }
  const wire = decode(accountWire, await octokit.request("GET /users/{username}", { username: `${slug}[bot]` }));
  const commitEmail = `${wire.id}+${wire.login}@users.noreply.github.com`;
  return { appId, slug, account: { id: wire.id, login: wire.login, kind: "bot", commitEmail } };
}
