/** What the server says of itself, the same to everybody: who it is, what it can do, how long its answers may be kept. */
import type { CacheHint, Implementation, ServerCapabilities } from "@modelcontextprotocol/server";

export const SERVER_INFO: Implementation = { name: "latchkey", title: "Latchkey", version: "1.0.0" };

/** Declared in full, whatever the message, so that they do not depend on who asks. */
export const CAPABILITIES: ServerCapabilities = {
  // NOTE: listChanged true would make each 2026 client hold a stream that no other isolate can write to; ttlMs instead.
  tools: { listChanged: false },
  resources: { listChanged: false },
  prompts: { listChanged: false },
  completions: {},
};

/** By method. Lists depend on the key, so no cache may share them (2026-07-28, Caching); the times bound a stale list. */
export const CACHE_HINTS = {
  "server/discover": forThisCaller(300),
  "tools/list": forThisCaller(60),
  "prompts/list": forThisCaller(60),
  "resources/templates/list": forThisCaller(60),
  "resources/list": forThisCaller(10),
  "resources/read": forThisCaller(0),
};

function forThisCaller(seconds: number): Required<CacheHint> {
  return { ttlMs: seconds * 1000, cacheScope: "private" };
}
