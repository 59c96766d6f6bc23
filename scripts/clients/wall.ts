/**
 * A proxy that lets nobody out: clients are told to use it for all but this machine, so that none of them reaches its
 * vendor. It remembers where they wanted to go.
 */
import { createServer } from "node:http";
import { listen, stop } from "#test/node/loopback.ts";

export type Wall = {
  /** What sends a program against the wall, for its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** The hosts that were asked for. */
  readonly wanted: () => readonly string[];
  readonly stop: () => Promise<void>;
};

export async function startWall(): Promise<Wall> {
  const wanted = new Set<string>();
  const server = createServer((request, response) => {
    wanted.add(new URL(request.url ?? "/", "http://nowhere").hostname);
    response.writeHead(403).end();
  });
  server.on("connect", (request, socket) => {
    wanted.add((request.url ?? "").split(":")[0] ?? "");
    // A client that is stopped drops its connections.
    socket.on("error", () => {});
    socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
  });
  const url = `http://127.0.0.1:${await listen(server)}`;
  const here = "localhost,127.0.0.1,::1";
  const env = { HTTP_PROXY: url, HTTPS_PROXY: url, http_proxy: url, https_proxy: url, NO_PROXY: here, no_proxy: here };
  return { env, wanted: () => [...wanted].toSorted(), stop: () => stop(server) };
}
