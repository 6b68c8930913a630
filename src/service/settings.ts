/** One setting of the service: an environment variable. */
export interface Setting {
  readonly name: string;
  /** As it would be written; `null`: there is none, and without it what it is for is off (or the start fails, as `describe` says). */
  readonly default: string | null;
  readonly describe: string;
  readonly isSecret: boolean;
}

function setting(name: string, fallback: string | null, describe: string, isSecret = false): Setting {
  return { name, default: fallback, describe, isSecret };
}

/** Every environment variable that the service reads. The reference in the docs is generated from this table. */
export const settings = [
  setting(
    "APP_ID",
    null,
    "The GitHub App's id. With it Countersign serves GitHub; `PRIVATE_KEY` or `PRIVATE_KEY_PATH` and `WEBHOOK_SECRET` are needed then.",
  ),
  setting("PRIVATE_KEY", null, "The GitHub App's private key in PEM, with real line ends or `\\n`.", true),
  setting(
    "PRIVATE_KEY_PATH",
    null,
    "A file with the GitHub App's private key in PEM, used when `PRIVATE_KEY` is not set.",
  ),
  setting(
    "WEBHOOK_SECRET",
    null,
    "The secret with which GitHub signs deliveries. The service does not start without one.",
    true,
  ),
  setting(
    "GITHUB_API_URL",
    "https://api.github.com",
    "The GitHub API; of GitHub Enterprise Server `https://HOST/api/v3`.",
  ),
  setting("GITHUB_URL", "https://github.com", "GitHub's pages, where the first-run setup creates the app."),
  setting("GITLAB_URL", "https://gitlab.com", "The GitLab instance."),
  setting(
    "GITLAB_TOKEN",
    null,
    "A project or group access token with the scope `api` and the role Maintainer. With it Countersign serves GitLab.",
    true,
  ),
  setting(
    "GITLAB_WEBHOOK_SECRET",
    null,
    "The secret token that GitLab sends in `X-Gitlab-Token`. The service does not start for GitLab without this or the signing token.",
    true,
  ),
  setting(
    "GITLAB_WEBHOOK_SIGNING_TOKEN",
    null,
    "The signing token (`whsec_…`) with which GitLab signs deliveries; stronger than the secret token.",
    true,
  ),
  setting(
    "COUNTERSIGN_NODE_FILE",
    null,
    "Path of the node's own file, `countersign.node.yml`. Without it changes are reviewed, and nothing is deployed or run.",
  ),
  setting(
    "COUNTERSIGN_STATE",
    "state",
    "Directory of the database and of the copies of the repositories. One service a directory.",
  ),
  setting(
    "COUNTERSIGN_KEY_PASSPHRASE",
    null,
    "The passphrase of the signing keys, at least 16 characters. Without it no evidence is made ([evidence](evidence.md)).",
    true,
  ),
  setting(
    "COUNTERSIGN_KEY_PASSPHRASE_FILE",
    null,
    "A file with the passphrase of the signing keys, used instead of `COUNTERSIGN_KEY_PASSPHRASE`.",
  ),
  setting(
    "COUNTERSIGN_READ_TOKEN",
    null,
    "The token, at least 16 characters, with which attestations and releases are read over HTTP. Without it they are not served.",
    true,
  ),
  setting(
    "COUNTERSIGN_RECONCILE_INTERVAL",
    "60s",
    "How often open changes and deploy branches are looked at without any webhook (`ms`, `s`, `m`).",
  ),
  setting(
    "COUNTERSIGN_RUN_INTERVAL",
    "5s",
    "How often unfinished runs and publications are looked at (`ms`, `s`, `m`).",
  ),
  setting("COUNTERSIGN_WORKERS", "4", "How many changes, branches and runs are worked on at a time."),
  setting("HOST", "127.0.0.1", "The address on which the service listens; `0.0.0.0` in the container image."),
  setting("PORT", "3000", "The port on which the service listens; `0` takes a free one."),
  setting(
    "LOG_LEVEL",
    "info",
    "`trace`, `debug`, `info`, `warn`, `error` or `fatal`. Logs are JSON lines on standard error.",
  ),
  setting("AWS_ACCESS_KEY_ID", null, "For `s3://` storage in the node's file."),
  setting("AWS_SECRET_ACCESS_KEY", null, "For `s3://` storage in the node's file.", true),
  setting("AWS_REGION", "us-east-1", "For `s3://` storage in the node's file."),
  setting("AWS_ENDPOINT_URL_S3", null, "For S3 servers other than Amazon's."),
] as const satisfies readonly Setting[];

export type SettingName = (typeof settings)[number]["name"];
