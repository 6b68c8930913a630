import { defineRule } from "../define-rule.ts";
import { quoteCode } from "./code-values.ts";

const sockets =
  /^(?:socket\.(?:socket|create_connection|create_server|socketpair)|socketserver\.\w+|http\.server\.\w+|xmlrpc\.server\.\w+|asyncio\.(?:start_server|open_connection|start_unix_server)|multiprocessing\.connection\.(?:Listener|Client))$/;

export const rawSocket = defineRule<{ path: string }>({
  id: "SEC-013",
  name: "raw-socket",
  severity: "warning",
  confidence: "medium",
  about: "python",
  reach: "line",
  summary: "Code opens a network connection or a server of its own.",
  why: "Data leaves and comes by connections of the node, which are named, owned and logged. A bare socket goes around all of them.",
  message: ({ path }) => `${quoteCode(path)} speaks to the network around the node's connections.`,
  remedy: () => "Use a hook with a connection of the node.",
  bad: `
    import socket

    def send(data):
        socket.create_connection(("203.0.113.7", 9000)).sendall(data)
  `,
  good: `
    import socket

    def where():
        return socket.gethostname()
  `,
  check({ code }, report) {
    for (const { paths, span } of code?.calls ?? []) {
      const path = paths.find((one) => sockets.test(one));
      if (path !== undefined) report(span, { path });
    }
  },
});
