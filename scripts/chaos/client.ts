/**
 * A client process: an owner who makes, changes and ends keys, and others who use them all the time, also those of
 * other clients. It lives through every death of the server, and writes down what it was answered, a line a fact.
 * Started by `campaign.ts`; never run by hand.
 */
import { appendFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { newDice } from "./dice.ts";
import { briefSchema, clockMs, type Fact, type Note, type Order, orderSchema, type SharedKey } from "./facts.ts";
import { actOn, createKey, type Hand, type OwnedKey } from "./key-life.ts";
import { presentKey } from "./present-key.ts";

/** Keys of its own that are not ended yet. */
const LIVING_KEYS = 4;
const USERS = 3;
/** Keys that a user chooses from: the newest, so that they are presented often around each act. */
const KNOWN_KEYS = 24;
/** Ended keys that the roll is called for; all of them at the end. */
const ROLL_ENDED_KEYS = 40;
const THINK_MS = [5, 60] as const;
const PAUSE_MS = 100;

const brief = briefSchema.parse(JSON.parse(process.argv[2] ?? ""));
const dice = newDice(brief.seed);
const owned: OwnedKey[] = [];
const known: SharedKey[] = [];
const load = { over: false };
let target: Extract<Order, { order: "kill" }> | null = null;
/** One roll call after the other. */
let calling: Promise<void> = Promise.resolve();

const hand: Hand = { brief, dice, write, tell, acknowledged: strike };
process.on("message", obey);
const busy = Promise.all([own(), ...Array.from({ length: USERS }, use)]);

function obey(message: unknown): void {
  const order = orderSchema.parse(message);
  if (order.order === "key") {
    know(order.key);
    return;
  }
  if (order.order === "kill") {
    target = order;
    return;
  }
  if (order.order === "finish") load.over = true;
  const before = order.order === "finish" ? busy : calling;
  calling = before.then(() => callRoll(order.life));
}

/** Kills the server, when it was told to. */
function strike(): void {
  if (target === null) return;
  const { group, until } = target;
  target = null;
  const at = clockMs();
  if (at > until) return;
  try {
    process.kill(-group, "SIGKILL");
    tell({ note: "killed", at });
  } catch {
    // Another client was quicker.
  }
}

async function own(): Promise<void> {
  while (!load.over) {
    const living = owned.filter(({ state }) => state.status === "enabled" || state.status === "disabled");
    if (living.length < LIVING_KEYS) await add();
    else await actOn(hand, dice.oneOf(living));
    await sleep(dice.between(...THINK_MS));
  }
}

async function add(): Promise<void> {
  const key = await createKey(hand);
  if (key === null) {
    await sleep(PAUSE_MS);
    return;
  }
  owned.push(key);
  know(key);
  tell({ note: "key", key: { id: key.id, secret: key.secret } });
}

function know({ id, secret }: SharedKey): void {
  known.push({ id, secret });
  if (known.length > KNOWN_KEYS) known.shift();
}

async function use(): Promise<void> {
  while (!load.over) {
    if (known.length === 0) await sleep(PAUSE_MS);
    else await present(dice.oneOf(known));
  }
}

/** Whether somebody was there to answer. */
async function present(key: SharedKey): Promise<boolean> {
  const fact = await presentKey(brief.url, key, dice.roll() < 0.3 ? "mcp" : "rest");
  write(fact);
  if (fact.outcome.kind !== "unavailable") return true;
  await sleep(PAUSE_MS);
  return false;
}

/** Every living key, and those that ended last, is presented until it is answered. */
async function callRoll(life: number): Promise<void> {
  const keys = load.over ? owned : owned.slice(-ROLL_ENDED_KEYS);
  for (const key of keys) while (!(await present(key)));
  tell({ note: "called", life });
}

function write(fact: Fact): void {
  appendFileSync(brief.factsFile, `${JSON.stringify(fact)}\n`);
}

function tell(note: Note): void {
  process.send?.(note);
}
