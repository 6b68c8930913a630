import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/** Below those that systems give to connections and to servers that ask for any: 32768 on Linux, 49152 elsewhere. */
const [first, last] = [15_000, 32_000];

const mostTries = 100;

/** A port of this machine that is free, and that the system gives to nobody who does not ask for it. */
export async function findFreePort(): Promise<number> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const port = randomInt(first, last);
    if (await isFree(port)) return port;
  }
  throw new Error(`none of ${mostTries} ports between ${first} and ${last} is free`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  } catch {
    return false;
  }
  server.close();
  await once(server, "close");
  return true;
}
