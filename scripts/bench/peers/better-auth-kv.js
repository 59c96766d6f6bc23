/** better-auth's api-key plugin, keys in KV as secondary storage with D1 behind it. */
import { env } from "cloudflare:workers";
import { betterAuthPeer } from "./better-auth.js";

/** KV takes no shorter life of a value, in seconds. */
const TTL_MIN = 60;

const secondaryStorage = {
  get: (key) => env.KV.get(key),
  set: (key, value, ttl) => env.KV.put(key, value, ttl === undefined ? {} : { expirationTtl: Math.max(TTL_MIN, ttl) }),
  delete: (key) => env.KV.delete(key),
};

const { app, Seed } = betterAuthPeer({ storage: "secondary-storage", fallbackToDatabase: true }, { secondaryStorage });

export { Seed };
// oxlint-disable-next-line import/no-default-export -- what workerd calls
export default { fetch: app.fetch };
