/** The clients, as processes: started, listened to, told, and let go. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { clearTimeout, setTimeout } from "node:timers";
import { type Brief, clockMs, type Fact, factSchema, type Note, noteSchema, type Order } from "./facts.ts";
import { LEASE_MS, type Owner, type Site } from "./server.ts";

const CLIENTS = 4;

/** See the file's head. */
export class Crew {
  readonly #members: ChildProcess[];
  readonly #files: string[];
  readonly #death: Promise<unknown>;
  readonly #listeners = new Set<(note: Note) => void>();

  constructor(site: Site, owner: Owner, seed: number) {
    this.#files = Array.from({ length: CLIENTS }, (_, index) => join(site.folder, `client-${index}.jsonl`));
    this.#members = this.#files.map((factsFile, index) => {
      const brief: Brief = { url: site.url, seed: seed + index + 1, ...owner, factsFile, leaseMs: LEASE_MS };
      const member = fork(join(import.meta.dirname, "client.ts"), [JSON.stringify(brief)]);
      member.on("message", (message) => this.#hear(member, message));
      return member;
    });
    this.#death = Promise.race(this.#members.map((member) => once(member, "exit")));
  }

  /** Resolves when some client has begun an act, or when none does for so long. */
  async begins(limitMs: number): Promise<void> {
    await this.#heard(({ note }) => note === "begun", limitMs);
  }

  /** Whoever hears first that an act was made kills the server; when that was, or `null`: nobody did in time. */
  async killAtAnswer(group: number, limitMs: number): Promise<number | null> {
    let at: number | null = null;
    const killed = this.#heard((note) => {
      if (note.note === "killed") at = note.at;
      return at !== null;
    }, limitMs);
    for (const member of this.#members)
      member.send({ order: "kill", group, until: clockMs() + limitMs } satisfies Order);
    await killed;
    return at;
  }

  /** Each client presents its keys to the server that has just been started, until each is answered. */
  async callRoll(life: number): Promise<void> {
    await this.#called({ order: "up", life });
  }

  /** Ends the load, calls the roll a last time, and lets the clients go. */
  async finish(life: number): Promise<void> {
    await this.#called({ order: "finish", life: life + 1 });
    this.dismiss();
  }

  /** Ends them at once. */
  dismiss(): void {
    for (const member of this.#members) member.kill("SIGKILL");
  }

  /** All that they wrote down. */
  facts(): Fact[] {
    const lines = this.#files.flatMap((file) => readFileSync(file, "utf8").trimEnd().split("\n"));
    return lines.map((line) => factSchema.parse(JSON.parse(line)));
  }

  async #called(order: Extract<Order, { life: number }>): Promise<void> {
    let missing = this.#members.length;
    const all = this.#heard((note) => {
      if (note.note === "called" && note.life === order.life) missing -= 1;
      return missing === 0;
    });
    for (const member of this.#members) member.send(order);
    const gone = this.#death.then(() => "gone" as const);
    if ((await Promise.race([all, gone])) === "gone") throw new Error("a client died");
  }

  #heard(isIt: (note: Note) => boolean, limitMs?: number): Promise<void> {
    return new Promise((settle) => {
      const stop = (): void => {
        this.#listeners.delete(listen);
        clearTimeout(timer);
        settle();
      };
      const listen = (note: Note): void => void (isIt(note) && stop());
      const timer = limitMs === undefined ? undefined : setTimeout(stop, limitMs);
      this.#listeners.add(listen);
    });
  }

  #hear(from: ChildProcess, message: unknown): void {
    const note = noteSchema.parse(message);
    if (note.note === "key") {
      const order: Order = { order: "key", key: note.key };
      for (const member of this.#members) if (member !== from) member.send(order);
    }
    for (const listener of this.#listeners) listener(note);
  }
}
