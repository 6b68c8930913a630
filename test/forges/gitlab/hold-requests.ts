import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** A server in front of another one, that holds back the requests whose path fits until they are released. */
export interface Held {
  readonly url: string;
  /** Resolves when so many are held and all others were answered. */
  untilHeld(count: number): Promise<void>;
  release(): void;
  close(): Promise<void>;
}

export async function holdRequests(target: string, path: RegExp): Promise<Held> {
  const gate = Promise.withResolvers<void>();
  let held = 0;
  let underWay = 0;
  const server = createServer(async (request, response) => {
    underWay += 1;
    if (path.test(request.url ?? "")) {
      held += 1;
      await gate.promise;
    }
    const headers = { "private-token": String(request.headers["private-token"]) };
    const answer = await fetch(`${target}${request.url}`, { headers });
    response.writeHead(answer.status, { "content-type": "application/json" }).end(await answer.text());
    underWay -= 1;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    // A listening TCP server's address is an AddressInfo.
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async untilHeld(count) {
      while (held < count || underWay > held) await sleep(5);
    },
    release: () => gate.resolve(),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
