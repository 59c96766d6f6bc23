/** The product as it is deployed, and the seed beside it. */
import worker from "#workers/main.ts";

export { Gate } from "#workers/gate/gate.ts";
export { Seed } from "./seed.ts";

// oxlint-disable-next-line import/no-default-export -- what workerd calls
export default worker;
