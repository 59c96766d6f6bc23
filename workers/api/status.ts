/** `GET /v1/status`: for monitors and for whoever asks "is it you or me?". Public: it names no key and no workspace. */
import { z } from "zod";
import { ok } from "#shared/result.ts";
import { thisIsolate } from "#workers/access/isolate.ts";
import { readStanding, type Standing } from "#workers/access/status.ts";
import { settingsOf } from "#workers/env.ts";
import { REGIONS } from "#workers/gate/regions.ts";
import { callerPlace } from "#workers/http/caller.ts";
import { reply } from "#workers/http/problem.ts";
import { json, route } from "./route.ts";
import { router } from "./router.ts";

const milliseconds = z.int().nullable();

const statusSchema = z
  .object({
    version: z.object({
      id: z.string().meta({ description: "The version of the code, as the platform names it." }),
      deployed_at: z.string(),
    }),
    verify_mode: z.enum(["gate", "primary"]),
    region: z.enum(REGIONS).meta({ description: "Where your keys are decided, seen from where you ask." }),
    gate: z
      .object({
        name: z.string(),
        lease_age_ms: milliseconds.meta({ description: "Since it asked for its lease; null: it holds none now." }),
        lease_left_ms: milliseconds.meta({ description: "How long it may answer without asking again." }),
        change_cursor: z
          .int()
          .nullable()
          .meta({ description: "Number of the last change it has read; null: it has no history yet." }),
        floors: z.int().meta({ description: "Keys changed within the retention." }),
      })
      .nullable()
      .meta({ description: "Null: no gate is asked in this mode, or it did not answer." }),
  })
  .meta({ id: "Status" });

export const statusRoutes = router().openapi(
  route({
    access: "public",
    method: "get",
    path: "/v1/status",
    summary: "How does verification stand?",
    description:
      "Version, region, and how fresh the region's gate is. At most a second old. An idle gate has no lease.",
    tags: ["Status"],
    responses: { 200: { description: "The standing.", ...json(statusSchema) } },
  }),
  async (c) => {
    const settings = settingsOf(c.env);
    const { standings: known } = thisIsolate;
    const standing = await readStanding({ env: c.env, settings, place: callerPlace(c.req.raw), known });
    const { id, timestamp } = c.env.VERSION;
    const version = { id, deployed_at: timestamp };
    return reply(c, ok({ version, verify_mode: settings.verifyMode, ...said(standing) }), 200);
  },
);

function said({ region, gate }: Standing): Pick<z.infer<typeof statusSchema>, "region" | "gate"> {
  if (gate === null) return { region, gate };
  const { leaseAgeMs, leaseLeftMs, cursor, floors } = gate.status;
  const standing = { lease_age_ms: leaseAgeMs, lease_left_ms: leaseLeftMs, change_cursor: cursor, floors };
  return { region, gate: { name: gate.name, ...standing } };
}
