import { describe, expect, test } from "vitest";
import { placesIn } from "../../analysis/inspect-texts.ts";

const places = (text: string) => placesIn("SEC-013", text);

describe("sockets and servers", () => {
  test.each([
    ["a connection", 'import socket\nsocket.create_connection(("203.0.113.7", 1))\n'],
    ["a socket", "from socket import socket as s\ns()  # socket.socket\n"],
    ["a server", 'from http.server import HTTPServer\nHTTPServer(("", 80), None)\n'],
    ["an asynchronous one", "import asyncio\nasync def f():\n    await asyncio.start_server(None)\n"],
  ])("%s", async (_, text) => {
    expect(await places(text)).toHaveLength(1);
  });

  test.each([
    ["a name of the machine", "import socket\nsocket.gethostname()\n"],
    ["a variable", "def f(socket):\n    socket.close()\n"],
  ])("not: %s", async (_, text) => {
    expect(await places(text)).toEqual([]);
  });
});
