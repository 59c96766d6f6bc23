/** The bench measures nothing that answers wrongly, and says of what it measured what was measured. */
import { createServer, type RequestListener, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { requestText } from "../../scripts/bench/http-request.ts";
import { type LoadGenerator, startLoadGenerator } from "../../scripts/bench/load.ts";
import { readPlatform } from "../../scripts/bench/platform.ts";
import { missedAims, reportText } from "../../scripts/bench/report.ts";
import { rowsOf } from "../../scripts/bench/rows.ts";
import { checkAnswers, checkRevocation, chooseSubjects, setStage, type Stage } from "../../scripts/bench/stage.ts";
import { needsPeers } from "../../scripts/bench/worlds.ts";

describe("the stage", () => {
  let stage: Stage;

  // Setting it holds every subject to its answers.
  beforeAll(async () => {
    stage = await setStage(
      readPlatform(),
      chooseSubjects(null).filter(({ world }) => !needsPeers(world)),
    );
  }, 240_000);

  afterAll(() => stage.stop());

  test("a subject that does not answer what its baseline answers is not measured", async () => {
    const doctored = stage.subjects.map((subject) =>
      subject.id === "b2" ? { ...subject, answersAlike: true } : subject,
    );
    await expect(checkAnswers(doctored)).rejects.toThrow(/^b2 does not answer what a answers/);
  });

  test("a subject that lets a forged credential in is not measured", async () => {
    const unguarded = { requests: () => [{ path: "/bare" }] };
    const doctored = stage.subjects.map((subject) => (subject.id === "b" ? { ...subject, ...unguarded } : subject));
    await expect(checkAnswers(doctored)).rejects.toThrow("b answered 200 to a forged credential");
  });

  test("every subject refuses a credential that was taken away", async () => {
    const refuses = await checkRevocation(stage.subjects);
    expect([...refuses.keys()]).toEqual(["b", "b2", "c", "d", "e", "p1", "g26", "g25", "h26", "h25"]);
    expect([...refuses.values()]).not.toContain(false);
  });
});

describe("the load generator", () => {
  let generator: LoadGenerator;

  beforeAll(() => {
    generator = startLoadGenerator();
  });

  afterAll(() => {
    generator.stop();
  });

  test("every answer is waited for to its end, by its length or by its last chunk, and other statuses are counted", async () => {
    const seen: string[] = [];
    const server = await listen((request, response) => {
      seen.push(request.url ?? "");
      response.statusCode = seen.length % 3 === 0 ? 503 : 200;
      if (seen.length % 2 === 0) response.setHeader("Content-Length", 4);
      response.write("an");
      setImmediate(() => response.end("sw"));
    });
    const requests = ["/one", "/two"].map((path) => requestText({ path }));
    const load = { host: "127.0.0.1", port: server.port, requests, status: "200", concurrency: 1, durationMs: 50 };
    const total = { requests: 0, wrong: 0, next: 1 };
    // However slow this machine is just now: each load goes on where the one before it stopped.
    while (total.requests < 6) {
      const measured = await generator.run({ ...load, from: total.next });
      total.requests += measured.requests;
      total.wrong += measured.wrong;
      total.next = measured.next;
    }
    server.close();
    expect(seen.filter((path, index) => path !== (index % 2 === 0 ? "/two" : "/one"))).toEqual([]);
    expect(total.requests).toBe(seen.length);
    expect(total.wrong).toBe(Math.floor(seen.length / 3));
  });

  test("a server that hangs up breaks the load off, and is not taken for a quick one", async () => {
    const server = await listen((request) => request.socket.destroy());
    const load = { host: "127.0.0.1", port: server.port, requests: [requestText({ path: "/" })], from: 0 };
    await expect(generator.run({ ...load, status: "200", concurrency: 2, durationMs: 100 })).rejects.toThrow(
      /ECONNRESET|closed a connection/,
    );
    server.close();
  });
});

describe("the report", () => {
  /** CPU µs of two rounds; the second round was twice as slow for everybody. */
  const COSTS = { a: 100, b: 105, c: 400, f: 120, p1: 900, p3: 500 };
  const refusesRevoked = new Map([
    ["b", true],
    ["c", true],
    ["p1", true],
    ["p3", true],
  ]);
  const subjects = Object.keys(COSTS).flatMap((id) => chooseSubjects(null).filter((subject) => subject.id === id));
  const slices = new Map(
    Object.entries(COSTS).map(([id, cpuUs]) => [id, [sliceOf(cpuUs), sliceOf(2 * cpuUs)]] as const),
  );
  const rows = rowsOf(subjects, { slices, refusesRevoked });

  test("a ratio is of costs of the same round", () => {
    expect(rows.map(({ ratio }) => ratio)).toEqual([1, 1.05, 4, 1.2, 9, 5]);
  });

  test("an aim that was missed is said in the table and below it, and one that was held is not", () => {
    const text = reportText({ rows, coldStarts: [] });
    expect(text).toContain("≤ 1.1 × a: held");
    expect(text).toContain("≤ 1.05 × a: **missed**, 1.20");
    expect(missedAims(rows)).toEqual(["f missed its aim: 1.20 × a, where at most 1.05 was wanted."]);
  });

  test("a peer that rests on KV is not the cheapest correct one, however cheap it is", () => {
    expect(rows.find(({ subject }) => subject.id === "c")?.aim).toEqual({ atMost: 0.5, of: "p1", ratio: 400 / 900 });
  });
});

function sliceOf(cpuUs: number): { requestsPerSecond: number; cpuUs: number; p50Ms: number; p99Ms: number } {
  return { requestsPerSecond: 1_000_000 / cpuUs, cpuUs, p50Ms: 1, p99Ms: 2 };
}

async function listen(listener: RequestListener): Promise<{ readonly port: number; readonly close: () => Server }> {
  const server = createServer(listener);
  await new Promise<void>((settle) => void server.listen(0, "127.0.0.1", settle));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return { port: address.port, close: () => server.close() };
}
