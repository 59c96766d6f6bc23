/** The first owner, workspace and management key, on the wire. */
import { z } from "zod";
import { userIdSchema, workspaceIdSchema } from "../ids.ts";
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from "../limits.ts";
import { nameSchema } from "../text.ts";
import { createdKeySchema } from "./keys.ts";

export const setupSchema = z
  .strictObject({
    setup_token: z.string().min(1).max(512),
    owner: z.strictObject({
      name: nameSchema,
      email: z.email("expected an e-mail address").max(254),
      password: z.string().min(PASSWORD_LENGTH_MIN).max(PASSWORD_LENGTH_MAX),
    }),
    workspace: z.strictObject({ name: nameSchema }),
  })
  .meta({ id: "Setup" });

export const setUpSchema = createdKeySchema
  .extend({
    user: z.object({ id: userIdSchema, name: z.string(), email: z.string() }),
    workspace: z.object({ id: workspaceIdSchema, name: z.string() }),
  })
  .meta({ id: "SetUp" });
