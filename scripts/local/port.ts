/** Which ports of this machine may be listened on. */
import { createServer } from "node:net";

/** Whether nothing listens on `port` of the loopback addresses. */
export async function isPortFree(port: number): Promise<boolean> {
  const tries = await Promise.all(["127.0.0.1", "::1"].map((host) => tryPort(port, host)));
  return !tries.includes("taken");
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  return new Promise((settle, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => settle(port));
    });
  });
}

async function tryPort(port: number, host: string): Promise<"free" | "taken"> {
  return new Promise((settle) => {
    const server = createServer();
    // A machine without IPv6 answers EADDRNOTAVAIL: then nobody else listens there either.
    server.once("error", (error) => settle("code" in error && error.code === "EADDRINUSE" ? "taken" : "free"));
    server.listen(port, host, () => server.close(() => settle("free")));
  });
}
