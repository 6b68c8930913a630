/** The two forges on which changes can be reviewed. Any other git host is only a remote to deploy from. */
export type ForgeName = "github" | "gitlab";

export const forgeNames = ["github", "gitlab"] as const satisfies readonly ForgeName[];

/** Somebody known by the forge's numeric id. The login is for reading only: it can be renamed and taken by somebody else. */
export interface Person {
  readonly id: number;
  readonly login: string;
}

export interface Account extends Person {
  readonly kind: "user" | "bot";
}

/** A repository (GitHub) or project (GitLab). `name` is the full path, such as `acme/study`. */
export interface RepositoryRef {
  readonly forge: ForgeName;
  readonly id: number;
  readonly name: string;
}

/** A repository among those of all forges, such as `github:5`: two forges may give two repositories one number. */
export type RepositoryKey = `${ForgeName}:${number}`;

export function repositoryKey({ forge, id }: Pick<RepositoryRef, "forge" | "id">): RepositoryKey {
  return `${forge}:${id}`;
}

/** One pull request or merge request (by its number, GitLab's `iid`). */
export interface ChangeRef {
  readonly repository: RepositoryRef;
  readonly number: number;
}
