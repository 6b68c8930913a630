const goesOn =
  "the node's operator finds the reason in the service's log, and it goes on by itself once that is mended.";

/**
 * What a change says of a run: what happened, and what to do where somebody must do something. Our own words alone, as an
 * error's message may hold paths and digests, from which data could be guessed.
 */
export const runDetails = {
  waiting: "It starts when the code it runs on is live.",
  queued: "The node has the request.",
  takenBack:
    "The approval of its change was taken back before it started. Ask for it again with a new change once that is settled.",
  gone: "The node no longer has it: its files were removed from the inbox. Ask for it again with a new change.",
  noEngine: "This node has no engine for runs. Its operator adds one to the node's file; then it goes on.",
  engineFails: `The node's inbox cannot be used; ${goesOn}`,
  collectFails: `It succeeded on the node, but its outputs cannot be collected; ${goesOn}`,
  noStorage: "It succeeded. Its outputs stay on the node, whose file names no storage for results.",
  collected: "Its outputs were collected.",
} as const;

/** The same of results on their way to the publication remote. */
export const publicationDetails = {
  collected: "Its outputs are collected; a change that publishes them is being raised.",
  proposed: "It waits for approval.",
  approved: "It was approved, and is being published.",
  takenBack: "Its approval was taken back before it was published, so nothing is published.",
  runTakenBack:
    "The approval of the run was taken back, so its results are not published. They go on when what asked for the run is approved again.",
  publishFails: `It was approved, but cannot be published; ${goesOn}`,
  noStorage:
    "It was approved, but the node's file names no storage for results any more. Its operator adds it again; then it is published.",
} as const;
