/** Where a subject's CPU time goes: V8's sampling profiler in the workerd process, over its inspector. */
import { once } from "node:events";
import { z } from "zod";

const SAMPLING_US = 200;

const nodeSchema = z.object({
  id: z.number(),
  callFrame: z.object({ functionName: z.string(), url: z.string(), lineNumber: z.number() }),
  children: z.array(z.number()).default([]),
});
const profileSchema = z.object({
  profile: z.object({ nodes: z.array(nodeSchema), samples: z.array(z.number()), timeDeltas: z.array(z.number()) }),
});
type ProfileNode = z.infer<typeof nodeSchema>;

/** One function: the share of the time spent in it, and with all that it called. */
export type ProfileLine = { readonly name: string; readonly selfShare: number; readonly totalShare: number };

/** Profiles while `work` runs; the costliest functions first. Idle time is left out. */
export async function profile(inspectorPort: number, work: () => Promise<unknown>): Promise<ProfileLine[]> {
  const inspector = await connectInspector(inspectorPort);
  await inspector.send("Profiler.enable");
  await inspector.send("Profiler.setSamplingInterval", { interval: SAMPLING_US });
  await inspector.send("Profiler.start");
  await work();
  const taken = profileSchema.parse(await inspector.send("Profiler.stop"));
  inspector.close();
  return linesOf(taken.profile);
}

const targetsSchema = z.array(z.object({ webSocketDebuggerUrl: z.string() }));
const answerSchema = z.object({ id: z.number(), result: z.unknown().optional() });

type Inspector = {
  readonly send: (method: string, params?: object) => Promise<unknown>;
  readonly close: () => void;
};

async function connectInspector(port: number): Promise<Inspector> {
  const targets = targetsSchema.parse(await (await fetch(`http://127.0.0.1:${port}/json`)).json());
  const [target] = targets;
  if (target === undefined) throw new Error("the inspector shows no Worker");
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await once(socket, "open");
  const waiting = new Map<number, (result: unknown) => void>();
  socket.addEventListener("message", ({ data }) => {
    const answer = answerSchema.safeParse(JSON.parse(String(data)));
    if (answer.success) waiting.get(answer.data.id)?.(answer.data.result);
  });
  let lastId = 0;
  return {
    send: (method, params = {}) => {
      lastId += 1;
      const { promise, resolve } = Promise.withResolvers<unknown>();
      waiting.set(lastId, resolve);
      socket.send(JSON.stringify({ id: lastId, method, params }));
      return promise;
    },
    close: () => socket.close(),
  };
}

type Profile = z.infer<typeof profileSchema>["profile"];

function linesOf({ nodes, samples, timeDeltas }: Profile): ProfileLine[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const selfUs = new Map<number, number>();
  for (const [index, id] of samples.entries()) selfUs.set(id, (selfUs.get(id) ?? 0) + (timeDeltas[index] ?? 0));
  const self = new Map<string, number>();
  const total = new Map<string, number>();
  const visit = (node: ProfileNode, above: ReadonlySet<string>): number => {
    const name = nameOf(node);
    const own = selfUs.get(node.id) ?? 0;
    const within = new Set(above).add(name);
    const below = node.children.map((id) => byId.get(id)).filter((child) => child !== undefined);
    const sum = below.reduce((time, child) => time + visit(child, within), own);
    self.set(name, (self.get(name) ?? 0) + own);
    // A function that calls itself is counted once.
    if (!above.has(name)) total.set(name, (total.get(name) ?? 0) + sum);
    return sum;
  };
  const [root] = nodes;
  if (root === undefined) return [];
  const all = visit(root, new Set()) - (self.get("(idle)") ?? 0);
  return [...self]
    .filter(([name]) => name !== "(idle)" && name !== "(root)")
    .map(([name, own]) => ({ name, selfShare: own / all, totalShare: (total.get(name) ?? 0) / all }))
    .toSorted((one, other) => other.selfShare - one.selfShare);
}

function nameOf({ callFrame: { functionName, lineNumber } }: ProfileNode): string {
  if (functionName.startsWith("(")) return functionName;
  return `${functionName === "" ? "(anonymous)" : functionName}:${lineNumber + 1}`;
}
