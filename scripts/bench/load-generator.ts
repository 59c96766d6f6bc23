/**
 * The other side of the socket, in a process of its own so that it takes no CPU time from the runner: keep-alive
 * connections without pipelining, each sending its next request when it has the answer to the last. Knows as much HTTP
 * as workerd's answers need. Started by `load.ts`.
 */
import { connect, type Socket } from "node:net";
import type { Load, Measured } from "./load.ts";

const HEAD_END = Buffer.from("\r\n\r\n");
const LAST_CHUNK = Buffer.from("0\r\n\r\n");
/** `HTTP/1.1 200`: where the status is. */
const STATUS_AT = 9;
const ANSWER_TIMEOUT_MS = 20_000;

process.on("message", (load: Load) => {
  generate(load).then(
    (measured) => process.send?.(measured),
    (error: unknown) => process.send?.(error instanceof Error ? error.message : "the load broke off"),
  );
});

async function generate(load: Load): Promise<Measured> {
  const run = new Run(load);
  await Promise.all(Array.from({ length: load.concurrency }, () => run.client()));
  return run.measured();
}

class Run {
  readonly #load: Load;
  readonly #requests: readonly Buffer[];
  readonly #startedAt = performance.now();
  readonly #latencies: number[] = [];
  #next = 0;
  #wrong = 0;

  constructor(load: Load) {
    this.#load = load;
    this.#requests = load.requests.map((request) => Buffer.from(request, "latin1"));
    this.#next = load.from % this.#requests.length;
  }

  /** One connection, until the time is over. */
  client(): Promise<void> {
    return new Promise((settle, reject) => {
      const socket = connect(this.#load.port, this.#load.host);
      socket.setNoDelay(true);
      socket.setTimeout(ANSWER_TIMEOUT_MS, () => reject(new Error("an answer did not come")));
      let sentAt = this.#send(socket);
      let received: Buffer | null = null;
      socket.on("data", (chunk) => {
        received = received === null ? chunk : Buffer.concat([received, chunk]);
        if (!isWhole(received)) return;
        const now = performance.now();
        this.#note(received, now - sentAt);
        received = null;
        if (now - this.#startedAt < this.#load.durationMs) sentAt = this.#send(socket);
        else socket.end(() => settle());
      });
      socket.on("error", reject);
      // Nothing else would end the wait for an answer that does not come.
      socket.on("close", () => reject(new Error("the server closed a connection that was in use")));
    });
  }

  measured(): Measured {
    const sorted = Float64Array.from(this.#latencies).toSorted();
    const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
    return {
      requests: sorted.length,
      wrong: this.#wrong,
      seconds: (performance.now() - this.#startedAt) / 1000,
      p50Ms: at(0.5),
      p99Ms: at(0.99),
      next: this.#next,
    };
  }

  #send(socket: Socket): number {
    const request = this.#requests[this.#next];
    this.#next = (this.#next + 1) % this.#requests.length;
    if (request !== undefined) socket.write(request);
    return performance.now();
  }

  #note(answer: Buffer, latencyMs: number): void {
    this.#latencies.push(latencyMs);
    const status = answer.toString("latin1", STATUS_AT, STATUS_AT + 3);
    if (status !== this.#load.status) this.#wrong += 1;
  }
}

/** Whether an answer has arrived to its end: by its length, or its last chunk. */
function isWhole(answer: Buffer): boolean {
  const headEnd = answer.indexOf(HEAD_END);
  if (headEnd === -1) return false;
  const length = /\r\ncontent-length: *(\d+)/i.exec(answer.toString("latin1", 0, headEnd))?.[1];
  const bodyAt = headEnd + HEAD_END.length;
  if (length !== undefined) return answer.length >= bodyAt + Number(length);
  return answer.subarray(bodyAt).indexOf(LAST_CHUNK) !== -1;
}
