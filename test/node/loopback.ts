/** Small HTTP servers on this machine that tests, and the scripts that drive clients, need around the real one. */
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export type Proxy = { readonly url: string; readonly stop: () => Promise<void> };

/** A loopback address whose requests reach `target` with a key, for the suite has no option to send one. */
export async function startProxy(target: string, secret: string): Promise<Proxy> {
  const server = createServer((incoming, outgoing) => {
    const { method, headers } = incoming;
    const options = { method, headers: { ...headers, authorization: `Bearer ${secret}` } };
    const forwarded = request(new URL(incoming.url ?? "/", target), options, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on("error", () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => stop(server),
  };
}

/** Starts a server on a loopback port of its own, and says which. */
export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what listening on a port makes of it
  return (server.address() as AddressInfo).port;
}

/** Ends a server with every connection that is open. */
export async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}
