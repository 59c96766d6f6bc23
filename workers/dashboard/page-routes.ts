/** The server-rendered pages, all of them. */
import { Hono } from "hono";
import type { AppEnv } from "#workers/http/app-env.ts";
import { consentRoutes } from "./consent-routes.tsx";
import { invitationRoutes } from "./invitation-routes.tsx";
import { recoverRoutes } from "./recover-routes.tsx";
import { resetPasswordRoutes } from "./reset-password-routes.tsx";
import { setupPageRoutes } from "./setup-routes.tsx";
import { signInRoutes } from "./sign-in-routes.tsx";

export const pageRoutes = new Hono<AppEnv>()
  .route("/", setupPageRoutes)
  .route("/", recoverRoutes)
  .route("/", signInRoutes)
  .route("/", resetPasswordRoutes)
  .route("/", invitationRoutes)
  .route("/", consentRoutes);
