/** better-auth's api-key plugin, keys in D1. */
import { betterAuthPeer } from "./better-auth.js";

const { app, Seed } = betterAuthPeer({}, {});

export { Seed };
// oxlint-disable-next-line import/no-default-export -- what workerd calls
export default { fetch: app.fetch };
