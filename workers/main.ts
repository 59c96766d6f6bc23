import { meRoutes } from "./api/me.ts";
export { Gate } from "./gate/gate.ts";
export default meRoutes;
