/** `npm run build`: the dashboard's static files, whether or not they are there already. */
import { buildDashboard, DASHBOARD_FOLDER } from "./local/dashboard.ts";
import { explain } from "./local/explain.ts";

try {
  await buildDashboard();
  console.log(`The dashboard is in ${DASHBOARD_FOLDER}.`);
} catch (thrown) {
  explain(thrown);
}
