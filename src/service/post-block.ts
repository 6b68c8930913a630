import { pino } from "pino";
import type { ControllerStatement } from "../domain/countersignature.ts";
import { ConfigError } from "../domain/errors.ts";
import { postComment as postOnGithub } from "../forges/github/post-as-person.ts";
import { connect } from "../forges/gitlab/client.ts";
import { postComment as postOnGitlab } from "../forges/gitlab/post-as-person.ts";
import { repositoryPlace } from "../formats/repository-place.ts";
import { postSignature } from "../remotes/countersign-service.ts";
import type { Environment } from "./configuration.ts";
import { openOctokitOfPerson } from "./octokit-of-person.ts";

export type PostTo = { readonly to: "comment" } | { readonly to: "service"; readonly url: string };

/** Hands a signed block over, and says where it went. Throws `ConfigError`, `ForgeError` or `ServiceError`. */
export async function postBlock(
  post: PostTo,
  statement: ControllerStatement,
  repositoryUrl: string,
  block: string,
  env: Environment,
): Promise<string> {
  if (post.to === "service") {
    await postSignature(post.url, block);
    return `The service at ${post.url} has it.`;
  }
  const place =
    statement.purpose === "countersign approval" ? { change: statement.change } : { commit: statement.commit };
  const where = "change" in place ? `change ${place.change}` : `commit ${place.commit}`;
  const at = repositoryPlace(repositoryUrl) ?? "";
  const log = pino({ level: "silent" });
  const clock = { now: () => new Date() };
  const githubHost = hostOf(env.GITHUB_URL || "https://github.com");
  const gitlabUrl = env.GITLAB_URL || "https://gitlab.com";
  const person = at.startsWith(`${githubHost}/`) ? openOctokitOfPerson(env, { log, clock }) : null;
  if (person !== null) {
    await postOnGithub(person.octokit, at.slice(githubHost.length + 1), place, block);
    return `It stands as a comment on ${where}.`;
  }
  const gitlabHost = hostOf(gitlabUrl);
  if (env.GITLAB_TOKEN && at.startsWith(`${gitlabHost}/`)) {
    const client = connect({ url: gitlabUrl, token: env.GITLAB_TOKEN, log, clock });
    await postOnGitlab(client, at.slice(gitlabHost.length + 1), place, block);
    return `It stands as a comment on ${where}.`;
  }
  throw new ConfigError(
    "--post",
    `There is no token for ${at}: set GITHUB_TOKEN (and GITHUB_URL) or GITLAB_TOKEN (and GITLAB_URL), or paste the block above as a comment yourself.`,
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "";
}
