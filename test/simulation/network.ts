/** `env.GATE`: messages to gates and their answers, each of which may be late or lost. */
import { Gate } from "#workers/gate/gate.ts";
import type { Core } from "./core.ts";
import type { GateHost } from "./gate-host.ts";
import type { Actor } from "./scheduler.ts";

type Stub = Record<string, (...parameters: unknown[]) => Promise<unknown>>;

const LOST = "Network connection lost.";
/** What the class offers over RPC. */
const METHODS = Object.getOwnPropertyNames(Gate.prototype).filter((name) => name !== "constructor" && name !== "alarm");

/** The namespace of gates. */
export class Network {
  readonly #core: Core;
  readonly #hosts: ReadonlyMap<string, GateHost>;

  constructor(core: Core, hosts: ReadonlyMap<string, GateHost>) {
    this.#core = core;
    this.#hosts = hosts;
  }

  getByName(name: string): Stub {
    const host = this.#hosts.get(name);
    if (host === undefined) throw new Error(`no gate of this schedule is called ${name}`);
    const stub: Stub = {};
    for (const method of METHODS) stub[method] = (...parameters) => this.#call(host, method, parameters);
    return stub;
  }

  #call(host: GateHost, method: string, parameters: readonly unknown[]): Promise<unknown> {
    const caller = this.#core.scheduler.current;
    return new Promise((resolve, reject) => {
      caller.send(() => this.#deliver(host, caller, { method, parameters, resolve, reject }));
    });
  }

  #deliver(host: GateHost, caller: Actor, call: Call): void {
    const { scheduler, faults, coverage } = this.#core;
    const fate = faults.message(caller, host.name);
    if (call.method === "push") coverage.pushes += 1;
    const back = (work: () => void): void => {
      scheduler.at(scheduler.now + fate.replyMs, caller, work);
    };
    const fail = (message: string): void => back(() => call.reject(new Error(message)));
    this.#note(caller, `${call.method} to ${host.name}${fate.request === "arrives" ? "" : ` ${fate.request}`}`, call);
    if (fate.request === "fails") fail(LOST);
    if (fate.request !== "arrives") return;
    // On the wire's own time: it arrives whatever became of its sender.
    scheduler.quietly(scheduler.now + fate.inMs, this.#core.wire, () => {
      host.receive({
        method: call.method,
        parameters: call.parameters,
        from: caller.name,
        succeed: (value) => {
          if (fate.reply !== "arrives")
            this.#note(caller, `does not get ${host.name}'s answer to ${call.method}`, call);
          if (fate.reply === "arrives") back(() => call.resolve(value));
          else if (fate.reply === "fails") fail(LOST);
        },
        fail,
      });
    });
  }

  #note(caller: Actor, text: string, { parameters: [asked] }: Call): void {
    const { timeline, scheduler } = this.#core;
    if (!timeline.isOn) return;
    const key = typeof asked === "object" && asked !== null && "id" in asked ? String(asked.id) : null;
    timeline.note(scheduler.now, caller.name, { text, key });
  }
}

type Call = {
  readonly method: string;
  readonly parameters: readonly unknown[];
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
};
