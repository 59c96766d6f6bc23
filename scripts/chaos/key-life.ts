/**
 * The life of one key in the hands of one owner: an act at a time, each written down once it is known to have happened.
 * An act that was not answered is looked up, as its owner would.
 */
import { z } from "zod";
import { RATE_BURST_MAX, RATE_PER_MINUTE_MAX } from "#shared/limits.ts";
import { changedKeySchema, createdKeySchema, keySchema } from "#shared/management/keys.ts";
import { type Answer, ask, askUntilDecided, isDecided, jsonIn, type Silence } from "./ask.ts";
import type { Dice } from "./dice.ts";
import { type ActFact, type Brief, clockMs, type Fact, type KeyState, type Note, type SharedKey } from "./facts.ts";

/** What an owner works with. */
export type Hand = {
  readonly brief: Brief;
  readonly dice: Dice;
  readonly write: (fact: Fact) => void;
  readonly tell: (note: Note) => void;
  /** Hears at once that a change was answered. */
  readonly acknowledged: () => void;
};

export type OwnedKey = SharedKey & { state: KeyState };

type Action = Exclude<ActFact["action"], "created">;
type Request = { readonly method: string; readonly path: string; readonly body?: unknown };

const REQUESTS: Readonly<Record<Exclude<Action, "changed">, Request>> = {
  disabled: { method: "POST", path: "/disable" },
  enabled: { method: "POST", path: "/enable" },
  revoked: { method: "POST", path: "/revoke" },
  deleted: { method: "DELETE", path: "?confirm=used-recently" },
};

const NARROW: KeyState["scopes"] = ["mcp:read"];
const WIDE: KeyState["scopes"] = ["mcp:read", "mcp:write"];

/** Makes a key; `null` when nobody said so: nobody has its secret then. */
export async function createKey(hand: Hand): Promise<OwnedKey | null> {
  const { brief, write, tell } = hand;
  const body = {
    name: "Chaos",
    scopes: NARROW,
    workspaces: [brief.workspace],
    rate_limit: { per_minute: RATE_PER_MINUTE_MAX, burst: RATE_BURST_MAX },
  };
  const begunAt = clockMs();
  tell({ note: "begun" });
  const answer = await ask(`${brief.url}/v1/keys`, { method: "POST", key: brief.manager, body });
  if (!isDecided(answer)) return null;
  const created = jsonIn(answer, createdKeySchema);
  if (created === null) {
    write({ fact: "odd-act", key: "a new key", what: `created was answered ${answer.status} ${answer.text}` });
    return null;
  }
  const state: KeyState = { status: "enabled", scopes: NARROW };
  const { id } = created.key;
  write({ fact: "act", key: id, action: "created", state, begunAt, trueBy: clockMs(), acknowledged: true });
  return { id, secret: created.secret, state };
}

/** Does something to the key that can be done to it. */
export async function actOn(hand: Hand, key: OwnedKey): Promise<void> {
  const action = nextAction(hand.dice, key.state);
  const state = stateAfter(key.state, action);
  const request = action === "changed" ? changeOf(state) : REQUESTS[action];
  const { url, manager } = hand.brief;
  const begunAt = clockMs();
  hand.tell({ note: "begun" });
  const answer = await ask(`${url}/v1/keys/${key.id}${request.path}`, { ...request, key: manager });
  if (isDecided(answer)) hand.acknowledged();
  const known = await outcomeOf(hand, key, answer);
  if (known === "odd") {
    hand.write({ fact: "odd-act", key: key.id, what: `${action} was answered ${JSON.stringify(answer)}` });
    return;
  }
  if (!known.acknowledged && !sameState(known.found, state)) return;
  hand.write({ fact: "act", key: key.id, action, state, begunAt, ...known });
  key.state = state;
}

function nextAction(dice: Dice, { status }: KeyState): Action {
  const fate = dice.roll();
  if (fate < 0.25) return "revoked";
  if (fate < 0.35) return "deleted";
  if (status === "disabled") return "enabled";
  return fate < 0.65 ? "changed" : "disabled";
}

function stateAfter(state: KeyState, action: Action): KeyState {
  if (action !== "changed") return { ...state, status: action };
  return { ...state, scopes: state.scopes.length === NARROW.length ? WIDE : NARROW };
}

function changeOf({ scopes }: KeyState): Request {
  return { method: "PATCH", path: "", body: { scopes } };
}

type Known =
  | { readonly acknowledged: true; readonly trueBy: number }
  | { readonly acknowledged: false; readonly trueBy: number; readonly found: KeyState };

/** What an act came to; an answer that never came is replaced by a look at the key. */
async function outcomeOf(hand: Hand, key: OwnedKey, answer: Answer | Silence): Promise<Known | "odd"> {
  if (!isDecided(answer)) {
    const found = await lookUp(hand, key);
    return found === null ? "odd" : { acknowledged: false, trueBy: clockMs() + hand.brief.leaseMs, found };
  }
  const receipt = jsonIn(answer, changedKeySchema.pick({ propagation: true }))?.propagation;
  if (receipt === undefined) return "odd";
  const waitMs = receipt.state === "pending" ? Math.max(0, Date.parse(receipt.effective_by) - Date.now()) : 0;
  return { acknowledged: true, trueBy: clockMs() + waitMs };
}

const foundSchema = keySchema.pick({ scopes: true, status: true });
const goneSchema = z.object({ code: z.literal("not_found") });

/** The key as D1 has it; `null` when nobody can make sense of the answer. */
async function lookUp({ brief }: Hand, { id, state }: OwnedKey): Promise<KeyState | null> {
  const answer = await askUntilDecided(`${brief.url}/v1/keys/${id}`, { key: brief.manager });
  if (jsonIn(answer, goneSchema) !== null) return { ...state, status: "deleted" };
  const found = jsonIn(answer, foundSchema);
  return found === null || found.status === "expired" ? null : { status: found.status, scopes: found.scopes };
}

function sameState(one: KeyState, other: KeyState): boolean {
  return one.status === other.status && one.scopes.toSorted().join() === other.scopes.toSorted().join();
}
