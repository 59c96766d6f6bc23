/** What is measured, in the order of the tables; each is one request, sent again and again to one world. */
import type { HttpRequest } from "./http-request.ts";
import { type Era, mcpRequest, type Method } from "./mcp-messages.ts";
import type { WorldName } from "./worlds.ts";

/** Its cost must be at most `atMost` times that of the subject `of`, or of the cheapest peer that is correct. */
export type Aim = { readonly atMost: number; readonly of: string };

export const CHEAPEST_CORRECT_PEER = "cheapest correct peer";

/** The route that every key check is asked for. */
const CHECKED = "/v1/me";

export type Subject = {
  readonly id: string;
  readonly group: "keys" | "peers" | "mcp";
  readonly title: string;
  readonly world: WorldName;
  /** The requests, sent in turn, made for the world's good credentials. */
  readonly requests: (secrets: readonly string[]) => readonly HttpRequest[];
  readonly status: 200 | 401;
  /** The subject that its cost is divided by: itself, for the one that does nothing. */
  readonly baseline: string;
  /** Whether it answers the baseline's bytes. */
  readonly answersAlike: boolean;
  /** Answers what KV says of a credential, and KV may be a minute and more behind. */
  readonly restsOnKv?: boolean;
  readonly aim?: Aim;
};

export const SUBJECTS: readonly Subject[] = [
  {
    ...checked("a", "bare Hono route, no check", "leases"),
    requests: withEach("/bare"),
  },
  {
    ...checked("b", "key check, hot key (isolate lease)", "leases"),
    aim: { atMost: 1.1, of: "a" },
  },
  {
    ...checked("b2", "the whole product, `GET /v1/me`, hot key", "product"),
    answersAlike: false,
  },
  {
    ...checked("c", "key check, gate hit, no isolate lease", "gate"),
    aim: { atMost: 0.5, of: CHEAPEST_CORRECT_PEER },
  },
  checked("d", "key check, gate miss, KV hit", "forgetful-gate"),
  checked("e", "key check, `VERIFY_MODE=primary`", "primary"),
  {
    ...checked("f", "forged key refused", "leases"),
    requests: (secrets) => secrets.map((secret) => ({ path: CHECKED, bearer: forged(secret) })),
    status: 401,
    answersAlike: false,
    aim: { atMost: 1.05, of: "a" },
  },
  peer("p1", "D1 lookup, last use written per request", "d1-lookup"),
  peer("p2", "better-auth api-key plugin, D1", "better-auth-d1"),
  { ...peer("p3", "better-auth api-key plugin, KV as secondary storage", "better-auth-kv"), restsOnKv: true },
  { ...peer("p4", "`workers-oauth-provider` token check, KV", "oauth-provider"), restsOnKv: true },
  ...mcp("g", "tools/call", 1.5),
  ...mcp("h", "tools/list"),
];

function checked(id: string, title: string, world: WorldName): Subject {
  return {
    id,
    group: "keys",
    title,
    world,
    requests: withEach(CHECKED),
    status: 200,
    baseline: "a",
    answersAlike: true,
  };
}

function peer(id: string, title: string, world: WorldName): Subject {
  return { ...checked(id, title, world), group: "peers" };
}

/** A method in both eras, each after the bare route that answers the same bytes. */
function mcp(letter: string, method: Method, atMost?: number): Subject[] {
  return (["2026-07-28", "2025-11-25"] as const).flatMap((era) => {
    const id = `${letter}${era.slice(2, 4)}`;
    const baseline = `${id}-bare`;
    const aim = atMost === undefined ? {} : { aim: { atMost, of: baseline } };
    return [
      mcpSubject({ id: baseline, baseline, path: "/bare", title: `bare Hono route, ${method} of ${era}` }, method, era),
      {
        ...mcpSubject({ id, baseline, path: "/mcp", title: `\`/mcp\`, ${method} of ${era}, hot key` }, method, era),
        ...aim,
      },
    ];
  });
}

type McpSubject = Pick<Subject, "id" | "baseline" | "title"> & { readonly path: string };

function mcpSubject({ path, ...named }: McpSubject, method: Method, era: Era): Subject {
  const requests: Subject["requests"] = (secrets) => secrets.map((secret) => mcpRequest(path, secret, { method, era }));
  return { ...named, group: "mcp", world: "mcp", requests, status: 200, answersAlike: true };
}

function withEach(path: string): Subject["requests"] {
  return (secrets) => secrets.map((bearer) => ({ path, bearer }));
}

/** The key with another last character: right in form, wrong in its tag. */
export function forged(secret: string): string {
  return secret.slice(0, -1) + (secret.endsWith("0") ? "1" : "0");
}
