/** `npm start`: a local instance on this machine's own D1, KV and Durable Objects, which keeps its data. */
import { explain } from "./local/explain.ts";
import { row, startInstance, wantedPort, whatNext, whenInterrupted } from "./local/instance.ts";

try {
  await start(await wantedPort("npm start"));
} catch (thrown) {
  explain(thrown);
}

async function start(port: number): Promise<void> {
  console.log("Latchkey, on this machine\n");
  const { url, setupToken, stop, ended } = await startInstance(port);
  whenInterrupted(stop);
  row("Address", url);
  console.log(`\n${await whatNext(url, setupToken)}\n\nCtrl-C stops it; the data stays.`);
  process.exitCode = await ended;
}
