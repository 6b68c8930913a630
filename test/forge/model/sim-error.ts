export type SimErrorCode = "not-found" | "invalid" | "forbidden" | "conflict" | "not-mergeable" | "gone";

/** The simulated forge refuses. A face turns the code into its own status and words. */
export class SimError extends Error {
  override readonly name = "SimError";
  readonly code: SimErrorCode;

  constructor(code: SimErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
