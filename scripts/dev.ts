/**
 * `npm run dev`: the Worker, which wrangler reloads when its code changes, and in front of it Vite, which puts changes of
 * the dashboard into open pages. One command; Ctrl-C stops both.
 */
import { startPageServer } from "./dev/page-server.ts";
import { explain } from "./local/explain.ts";
import { row, startInstance, wantedPort, whatNext, whenInterrupted } from "./local/instance.ts";

try {
  // The Worker's port is that of `npm start`, so that clients set up once reach both; pages are on the next.
  await develop(await wantedPort("npm run dev", 2));
} catch (thrown) {
  explain(thrown);
}

async function develop(port: number): Promise<void> {
  console.log("Latchkey, on this machine, reloading on change\n");
  const worker = await startInstance(port);
  whenInterrupted(worker.stop);
  const pages = await startPageServer({ port: port + 1, workerUrl: worker.url });
  whenInterrupted(async () => {
    await Promise.all([pages.stop(), worker.stop()]);
  });
  row("Worker", `${worker.url}  (API, MCP; the dashboard as built, without reloading)`);
  row("Pages", `${pages.url}  (open this one)`);
  console.log(`\n${await whatNext(pages.url, worker.setupToken)}\n\nCtrl-C stops both; the data stays.`);
  process.exitCode = await worker.ended;
  await pages.stop();
}
