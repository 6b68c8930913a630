/** The service cannot start, or a command cannot run, with the settings it was given. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  /** The setting, such as `WEBHOOK_SECRET`, or the file that is wrong. */
  readonly setting: string;

  constructor(setting: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.setting = setting;
  }
}

/** The forge did not do what was asked. */
export class ForgeError extends Error {
  override readonly name = "ForgeError";
  /** The HTTP status; `null` when there was no answer. */
  readonly status: number | null;
  readonly retryable: boolean;
  /** How long to wait, in milliseconds; `null` where the forge did not say. */
  readonly retryAfterMs: number | null;

  constructor(
    message: string,
    details: { status: number | null; retryable: boolean; retryAfterMs: number | null },
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.status = details.status;
    this.retryable = details.retryable;
    this.retryAfterMs = details.retryAfterMs;
  }
}

export type GitErrorCode = "auth" | "network" | "timeout" | "ref-not-found" | "corrupt" | "disk" | "other";

/** Git, or the remote behind it, did not do what was asked. */
export class GitError extends Error {
  override readonly name = "GitError";
  readonly code: GitErrorCode;
  readonly retryable: boolean;

  constructor(code: GitErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.retryable = code === "network" || code === "timeout" || code === "disk";
  }
}

export type DeployErrorCode = GitErrorCode | "path-refused" | "not-approved" | "busy" | "foreign";

/** A release could not be brought to a target. What was live before is still live. */
export class DeployError extends Error {
  override readonly name = "DeployError";
  readonly code: DeployErrorCode;
  readonly target: string;
  readonly step: string;
  readonly retryable: boolean;

  constructor(
    code: DeployErrorCode,
    message: string,
    details: { target: string; step: string; retryable: boolean },
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.code = code;
    this.target = details.target;
    this.step = details.step;
    this.retryable = details.retryable;
  }
}

/** An engine could not be reached, or cannot be used as it is set up. No run was started by the call that threw it. */
export class EngineError extends Error {
  override readonly name = "EngineError";
  /** The engine's address: a path or a URL without credentials. */
  readonly engine: string;
  readonly retryable: boolean;

  constructor(message: string, details: { engine: string; retryable: boolean }, options?: ErrorOptions) {
    super(message, options);
    this.engine = details.engine;
    this.retryable = details.retryable;
  }
}

/** A Countersign elsewhere did not answer as it should. Whatever it answers is not trusted by itself. */
export class ServiceError extends Error {
  override readonly name = "ServiceError";
  readonly retryable: boolean;

  constructor(message: string, details: { retryable: boolean }, options?: ErrorOptions) {
    super(message, options);
    this.retryable = details.retryable;
  }
}

/** A storage (internal or publication remote) did not do what was asked, or holds something other than its name says. */
export class StorageError extends Error {
  override readonly name = "StorageError";
  /** A path or URL without credentials. */
  readonly location: string;
  readonly retryable: boolean;

  constructor(message: string, details: { location: string; retryable: boolean }, options?: ErrorOptions) {
    super(message, options);
    this.location = details.location;
    this.retryable = details.retryable;
  }
}
