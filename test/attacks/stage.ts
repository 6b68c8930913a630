import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  addAccount,
  addMember,
  addTeam,
  addTeamMember,
  createToken,
  removeMember,
  removeTeamMember,
} from "../forge/model/accounts.ts";
import { addApp } from "../forge/model/apps.ts";
import { findOrganisation, fullNameOf, type Model, repositoryByName } from "../forge/model/model.ts";
import type { SimChange, SimOrganisation, SimRepository, SimTeam } from "../forge/model/types.ts";
import type { Actor } from "../world/actor.ts";
import { type Api, openApi } from "../world/api.ts";
import { cohortDag } from "../world/files.ts";
import { githubActor } from "../world/github-actor.ts";
import { gitlabActor } from "../world/gitlab-actor.ts";
import { beginGoverned } from "../world/steps.ts";
import { type Face, type Login, startWorld, type World } from "../world/world.ts";

const repositoryName = "acme/study";

/** ci reports checks; dora owns what `otherwise` covers; mallory may read, and has a fork at most. */
const extraLogins = ["dora", "mallory", "ci-bot"] as const;
type ExtraLogin = (typeof extraLogins)[number];
export type Group = "data-controllers" | "owners";

/** A world in which several attacks are played one after the other, each on files and branches of its own. */
export interface Stage {
  readonly world: World;
  readonly people: Readonly<Record<Login | ExtraLogin, Actor>>;
  /** A person's access to the forge's own API; below `/api/v4` on GitLab. */
  readonly as: (login: string) => Api;
  /** The repository's path in that API. */
  readonly repositoryPath: string;
  readonly repository: () => SimRepository;
  readonly change: (number: number) => SimChange;
  /** A person's clone of another repository on the forge. */
  readonly cloneOf: (login: string, repository: SimRepository, email: string) => Actor;
  /** The same person, whose git writes another address into commits. */
  readonly disguise: (login: string, email: string) => Actor;
  /** A new account, which may write to the repository, in these groups. */
  readonly join: (login: string, groups: readonly Group[], kind?: "user" | "bot") => Promise<Actor>;
  readonly leave: (login: string, group: Group) => Promise<void>;
  /** A name that no other attack of this world has. */
  readonly newName: () => string;
  /** A digest of every path and byte that is live on the node. */
  readonly readLive: () => Promise<string>;
  /** The commit on main whose tree is live. */
  readonly liveCommit: () => Promise<string>;
  readonly close: () => Promise<void>;
}

/** Who counts for what: ben and dora are data controllers, dora alone is an owner, ben and cleo control the node. */
export function stagePolicy(face: Face): string {
  const group = (name: string) => (face === "github" ? `teams: [acme/${name}]` : `groups: [acme-${name}]`);
  return `version: 1
people:
  data-controllers: { ${group("data-controllers")} }
  owners: { ${group("owners")} }
kinds:
  dag: ["dags/**/*.py"]
  job: ["jobs/**/*.yml"]
  notes: ["notes/**"]
  checked: ["checked/**"]
  labelled: ["labelled/**"]
requirements:
  - name: a data controller countersigns DAGs and jobs
    when: { changes: [dag, job] }
    require: { count: 1, from: data-controllers }
  - name: notes need a data controller
    when: { changes: notes }
    require: { count: 1, from: data-controllers }
  - name: what is checked needs green checks
    when: { changes: checked }
    require: { all: [ { count: 1, from: data-controllers }, { checks: [ci-bot/ci] } ] }
  - name: what is labelled needs the label of a data controller
    when: { changes: labelled }
    require: { labels: [agreed], from: data-controllers }
  - name: forks need an owner
    when: { from-fork: true }
    require: { count: 1, from: owners }
  - name: what is labelled legal needs an owner
    when: { labels: legal }
    require: { count: 1, from: owners }
  - name: what the rules object to among guarded DAGs needs an owner
    when: { findings: error, paths: "dags/guarded-*" }
    require: { count: 1, from: owners }
otherwise: { require: { count: 1, from: owners } }
commands: { merge: data-controllers }
`;
}

export async function openStage({ face }: { readonly face: Face }): Promise<Stage> {
  const world = await startWorld({ face, webhooks: true, files: { ".countersign.yml": stagePolicy(face) } });
  await addExtras(world);
  const { model } = world.forge;
  const make = face === "github" ? githubActor : gitlabActor;
  const tokens = new Map<string, string>();
  const tokenOf = (login: string): string => {
    const id = idOf(world, login);
    const known = tokens.get(login) ?? createToken(model, { accountId: id }).token;
    tokens.set(login, known);
    return known;
  };
  const actorOf = (login: string, place: string, directory: string, email = emailOf(login)): Actor =>
    make({
      forgeUrl: world.forge.baseUrl,
      repository: place,
      directory: join(world.directory, directory),
      login,
      id: idOf(world, login),
      email,
      token: tokenOf(login),
    });
  const extras = Object.fromEntries(extraLogins.map((login) => [login, actorOf(login, repositoryName, login)]));
  const repository = () => repositoryByName(model, repositoryName);
  repository().settings.reset_approvals_on_push = false; // GitLab as it is most lenient
  let lastName = 0;
  await beginGoverned(world);

  return {
    world,
    people: { ...world.people, ...(extras as Record<ExtraLogin, Actor>) }, // one for each of the logins
    as: (login) =>
      face === "github"
        ? openApi(world.forge.baseUrl, { authorization: `token ${tokenOf(login)}` })
        : openApi(`${world.forge.baseUrl}/api/v4`, { "private-token": tokenOf(login) }),
    repositoryPath: face === "github" ? `/repos/${repositoryName}` : `/projects/${encodeURIComponent(repositoryName)}`,
    repository,
    change(number) {
      const found = repository().changes.find((one) => one.number === number);
      if (found === undefined) throw new Error(`there is no change ${number}`);
      return found;
    },
    cloneOf: (login, other, email) => actorOf(login, fullNameOf(model, other), `${login}-${other.id}`, email),
    disguise: (login, email) => actorOf(login, repositoryName, `${login}-as-${email}`, email),
    async join(login, groups, kind = "user") {
      const { id } = addAccount(model, { login, emails: [emailOf(login)], kind });
      repository().collaborators.push({ accountId: id, permission: "write", accessLevel: 30 });
      for (const group of groups) await addToGroup(world, group, id);
      return actorOf(login, repositoryName, login);
    },
    leave: (login, group) => removeFromGroup(world, group, idOf(world, login)),
    newName() {
      lastName += 1;
      return `story${lastName}`;
    },
    readLive: () => digestOf(join(world.node.dagDirectory, "study")),
    liveCommit: () => world.people.cleo.readTip("main"),
    close: () => world.close(),
  };
}

/** A DAG of its own for each name. */
export function dagNamed(name: string): Readonly<Record<string, string>> {
  return { [`dags/${name}.py`]: cohortDag.replaceAll("acme_cohort", `acme_${name}`) };
}

export function emailOf(login: string): string {
  return `${login}@acme.example`;
}

export function idOf(world: World, login: string): number {
  const found = world.forge.model.accounts.find((one) => one.login === login);
  if (found === undefined) throw new Error(`there is no account ${login}`);
  return found.id;
}

async function addExtras(world: World): Promise<void> {
  const { model } = world.forge;
  await world.forge.seed({ users: extraLogins.map((login) => ({ login, emails: [emailOf(login)] })) });
  const repository = repositoryByName(model, repositoryName);
  const allow = (login: string, permission: "read" | "write", accessLevel: number) =>
    repository.collaborators.push({ accountId: idOf(world, login), permission, accessLevel });
  allow("mallory", "read", 20);
  allow("ci-bot", "write", 30);
  allow("dora", "write", 30);
  if (world.face === "github") {
    for (const slug of ["ci-bot", "other-app"]) addForeignApp(model, slug);
    const owners = addTeam(model, acmeOf(model), { slug: "owners" });
    owners.repositories.push({ repositoryId: repository.id, permission: "write" });
  } else {
    const members = [{ login: "countersign-bot", accessLevel: 10 }];
    await world.forge.seed({ organisations: [{ login: "acme-owners", members }] });
  }
  for (const group of ["data-controllers", "owners"] as const) await addToGroup(world, group, idOf(world, "dora"));
}

/** An app that reports checks. Nobody signs in as it, so its key is nobody's. */
function addForeignApp(model: Model, slug: string): void {
  addApp(model, { slug, owner: "acme", publicKey: "", privateKey: null, permissions: { checks: "write" }, events: [] });
}

async function addToGroup({ face, forge: { model } }: World, group: Group, accountId: number): Promise<void> {
  if (face === "github") await addTeamMember(model, acmeOf(model), teamOf(model, group), accountId);
  else await addMember(model, groupOf(model, group), { accountId, role: "member", accessLevel: 30 });
}

async function removeFromGroup({ face, forge: { model } }: World, group: Group, accountId: number): Promise<void> {
  if (face === "github") await removeTeamMember(model, acmeOf(model), teamOf(model, group), accountId);
  else await removeMember(model, groupOf(model, group), accountId);
}

const acmeOf = (model: Model): SimOrganisation => organisationNamed(model, "acme");
const groupOf = (model: Model, group: Group): SimOrganisation => organisationNamed(model, `acme-${group}`);

function organisationNamed(model: Model, login: string): SimOrganisation {
  const found = findOrganisation(model, login);
  if (found === null) throw new Error(`${login} was not seeded`);
  return found;
}

function teamOf(model: Model, group: Group): SimTeam {
  const found = acmeOf(model).teams.find(({ slug }) => slug === group);
  if (found === undefined) throw new Error(`there is no team ${group}`);
  return found;
}

async function digestOf(directory: string): Promise<string> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash("sha256");
  for (const file of files.sort()) hash.update(`${file.slice(directory.length)}\0`).update(await readFile(file));
  return hash.digest("hex");
}
