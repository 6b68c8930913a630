/** What went wrong in a step of the story, and what to do where it may only have been slow. */
export function describeFailure({ step, message }: { readonly step: string; readonly message: string }): string {
  const isLate = /^(?:waited in vain|the service was not ready)/.test(message);
  const help =
    "\nThis may be the machine alone: the service was slower than the demo waits for it. End what else is running, and try again.";
  return `FAILED at step ${step}: ${message}${isLate ? help : ""}`;
}
