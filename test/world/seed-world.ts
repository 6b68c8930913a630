import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import type { Seed } from "../forge/model/seed.ts";
import { policyFor } from "./files.ts";

export type Face = "github" | "gitlab";

export const faces = ["github", "gitlab"] as const satisfies readonly Face[];

/** ada is a researcher, ben a data controller, cleo the node's platform engineer, eve an administrator without a say. */
export const logins = ["ada", "ben", "cleo", "eve"] as const;
export type Login = (typeof logins)[number];

export interface WorldOptions {
  readonly face: Face;
  /** Without them the service learns everything by looking again from time to time. */
  readonly webhooks: boolean;
  /** How often the service looks at everything, such as `1s`. */
  readonly reconcileInterval?: string;
  /** What main holds at the beginning. */
  readonly files?: Readonly<Record<string, string>>;
  /** What main of a second repository of the node holds at the beginning, beside the stories' policy; without it there is none. */
  readonly neighbour?: Readonly<Record<string, string>>;
  /** Whether main holds the stories' policy at the beginning. */
  readonly hasPolicy?: boolean;
  /** What the organisation's policy says; without it there is no repository for it either. */
  readonly organisationPolicy?: (face: Face) => string;
  /** Lines at the end of that policy. */
  readonly policyMore?: string;
  /** Groups besides the data controllers, by their short name: teams of `acme`, or groups `acme-NAME` on GitLab. */
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  /** Owners of each dataset of the node, as groups' short names; without it there is one, of the data controllers. */
  readonly datasets?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
}

export const repository = "acme/study";
export const neighbour = "acme/trials";
export const policyRepositories: Readonly<Record<Face, string>> = {
  github: "acme/.github",
  gitlab: "acme/countersign-policy",
};
const appFile = new URL("../../app.yml", import.meta.url);

export function emailOf(login: string): string {
  return `${login}@acme.example`;
}

function users(extra: readonly string[]): NonNullable<Seed["users"]> {
  return [...logins, ...extra].map((login) => ({ login, emails: [emailOf(login)] }));
}

/** Those who are in the story only as members of its groups. */
export function visitors({ groups }: WorldOptions): readonly string[] {
  return [...new Set(Object.values(groups ?? {}).flat())].filter((login) => !logins.some((one) => one === login));
}

/** A group of the story as the forge names it, and so a policy among `teams` or `groups`. */
export function groupNameOf(face: Face, name: string): string {
  return face === "github" ? `acme/${name}` : `acme-${name}`;
}

export function datasetsOf({ face, datasets }: WorldOptions): Readonly<Record<string, string>> {
  const owners = Object.entries(datasets ?? { patients: "data-controllers" });
  return Object.fromEntries(
    owners.map(([name, group]) => [name, `${face === "github" ? "team" : "group"}:${groupNameOf(face, group)}`]),
  );
}

function beginning({ files, hasPolicy, policyMore = "", face }: WorldOptions) {
  const policy = hasPolicy === true ? { ".countersign.yml": `${policyFor(face)}${policyMore}` } : {};
  return [{ by: "cleo", message: "Begin", files: { "README.md": "# Study\n", ...policy, ...files } }];
}

/** Where the organisation keeps its policy, beside the study. */
function policyRepository({ organisationPolicy, face }: WorldOptions): NonNullable<Seed["repositories"]> {
  if (organisationPolicy === undefined) return [];
  const files = { "README.md": "# Policy\n", "countersign.yml": organisationPolicy(face) };
  return [
    {
      name: policyRepositories[face],
      isPrivate: true,
      hasIssues: true,
      commits: [{ by: "cleo", message: "Begin", files }],
    },
  ];
}

/** A repository beside the study, on the same node and under the same policy. */
function neighbourRepository({ neighbour: files, face }: WorldOptions): NonNullable<Seed["repositories"]> {
  if (files === undefined) return [];
  const begin = { "README.md": "# Trials\n", ".countersign.yml": policyFor(face), ...files };
  const commits = [{ by: "cleo", message: "Begin", files: begin }];
  return [{ name: neighbour, isPrivate: true, hasIssues: true, commits }];
}

/** What the forge holds at the beginning. */
export function seedOf(options: WorldOptions, serviceUrl: string, secret: string): Promise<Seed> {
  return (options.face === "github" ? githubSeed : gitlabSeed)(options, serviceUrl, secret);
}

const collaborators = [
  { login: "ada", permission: "write" },
  { login: "eve", permission: "admin" },
] as const;

async function githubSeed(options: WorldOptions, serviceUrl: string, secret: string): Promise<Seed> {
  const app = parse(await readFile(appFile, "utf8"));
  return {
    users: users(visitors(options)),
    organisations: [
      {
        login: "acme",
        defaultPermission: "read",
        members: [...logins, ...visitors(options)].map((login) =>
          login === "cleo" ? { login, role: "admin" as const } : { login },
        ),
        teams: Object.entries({ "data-controllers": ["ben"], ...options.groups }).map(([slug, members]) => ({
          slug,
          members,
          repositories: { [repository]: "write" as const, ...(options.neighbour && { [neighbour]: "write" as const }) },
        })),
      },
    ],
    repositories: [
      { name: repository, isPrivate: true, hasIssues: true, collaborators, commits: beginning(options) },
      ...neighbourRepository(options).map((one) => ({ ...one, collaborators })),
      ...policyRepository(options),
    ],
    apps: [
      {
        slug: "countersign",
        owner: "acme",
        permissions: app.default_permissions,
        events: app.default_events,
        ...(options.webhooks ? { webhookUrl: `${serviceUrl}/api/github/webhooks` } : {}),
        webhookSecret: secret,
      },
    ],
    installations: [{ app: "countersign", account: "acme" }],
  };
}

async function gitlabSeed(options: WorldOptions, serviceUrl: string, secret: string): Promise<Seed> {
  const members = [
    { login: "ada", accessLevel: 30 },
    { login: "ben", accessLevel: 30 },
    { login: "cleo", accessLevel: 50 },
    { login: "eve", accessLevel: 50 },
    { login: "countersign-bot", accessLevel: 40 },
    ...visitors(options).map((login) => ({ login, accessLevel: 30 })),
  ];
  const hooks = options.webhooks ? { hooks: [{ url: `${serviceUrl}/api/gitlab/webhooks`, secret }] } : {};
  return {
    users: users(["countersign-bot", ...visitors(options)]),
    organisations: [
      { login: "acme", members },
      ...Object.entries({ "data-controllers": ["ben"], ...options.groups }).map(([name, people]) => ({
        login: `acme-${name}`,
        members: [
          ...people.map((login) => ({ login, accessLevel: 30 })),
          { login: "countersign-bot", accessLevel: 10 },
        ],
      })),
    ],
    repositories: [
      {
        name: repository,
        isPrivate: true,
        hasIssues: true,
        commits: beginning(options),
        ...hooks,
      },
      ...[...neighbourRepository(options), ...policyRepository(options)].map((one) => ({ ...one, ...hooks })),
    ],
  };
}
