/** The REST surface: every route group, and the OpenAPI document that their declarations make. */
import { auditRoutes } from "./audit.ts";
import { automationsRoutes } from "./automations.ts";
import { connectedAppRoutes } from "./connected-apps.ts";
import { documentsRoutes } from "./documents.ts";
import { eventsRoutes } from "./events.ts";
import { invitationRoutes } from "./invitations.ts";
import { keyActRoutes } from "./key-acts.ts";
import { keyImportRoutes } from "./key-import.ts";
import { keyRoutes } from "./keys.ts";
import { meRoutes } from "./me.ts";
import { memberRoutes } from "./members.ts";
import { openApiRoutes } from "./openapi.ts";
import { productionRoutes } from "./production.ts";
import { resetLinkRoutes } from "./reset-link.ts";
import { router } from "./router.ts";
import { sessionRoutes } from "./session.ts";
import { sessionListRoutes } from "./sessions.ts";
import { setupRoutes } from "./setup.ts";
import { statusRoutes } from "./status.ts";
import { workspaceRoutes } from "./workspaces.ts";

// NOTE: acts before keys, so that `/v1/keys/verify` is never taken for a key's id.
const groups = router()
  .route("/", setupRoutes)
  .route("/", statusRoutes)
  .route("/", meRoutes)
  .route("/", sessionRoutes)
  .route("/", sessionListRoutes)
  .route("/", resetLinkRoutes)
  .route("/", keyActRoutes)
  .route("/", keyImportRoutes)
  .route("/", keyRoutes)
  .route("/", connectedAppRoutes)
  .route("/", auditRoutes)
  .route("/", workspaceRoutes)
  .route("/", memberRoutes)
  .route("/", invitationRoutes)
  .route("/", eventsRoutes)
  .route("/", documentsRoutes)
  .route("/", productionRoutes)
  .route("/", automationsRoutes);

export const restRoutes = groups.route("/", openApiRoutes(groups));
