/**
 * GitLab's private commit address of a user. The id alone says whose it is: the name in it may be an older one.
 * Source: lib/gitlab/private_commit_email.rb of gitlab-org/gitlab.
 */
export function privateAddress(instanceUrl: string, id: number, username: string): string {
  return `${id}-${username}@${hostOf(instanceUrl)}`;
}

/** The id of the user whose private commit address on this instance it is; `null` for any other address. */
export function privateAddressId(instanceUrl: string, email: string): number | null {
  const match = /^(\d{1,15})-[^@]+@(.+)$/.exec(email);
  return match !== null && match[2] === hostOf(instanceUrl) ? Number(match[1]) : null;
}

function hostOf(instanceUrl: string): string {
  return `users.noreply.${new URL(instanceUrl).hostname}`;
}
