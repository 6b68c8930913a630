/**
 * For the environment of a process of ours: where Node keeps what it compiled, if this process has such a place. To read the
 * sources anew is half of the work of a start.
 */
export const startQuickly: Readonly<Record<string, string>> =
  process.env.NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE };
