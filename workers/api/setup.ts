/** `POST /v1/setup`: once per deployment. */
import { setupSchema, setUpSchema } from "#shared/management/setup.ts";
import { ok } from "#shared/result.ts";
import { reply } from "#workers/http/problem.ts";
import { findKey } from "#workers/keys/key-rows.ts";
import { hashedPassword } from "#workers/people/password.ts";
import { setUp } from "#workers/people/set-up.ts";
import { strangersAct } from "./act-of.ts";
import { json, route } from "./route.ts";
import { router } from "./router.ts";

export const setupRoutes = router().openapi(
  route({
    access: "public",
    method: "post",
    path: "/v1/setup",
    summary: "Set up a fresh deployment",
    description: "Makes the first owner, workspace and management key. Needs the deployment's SETUP_TOKEN; works once.",
    tags: ["Setup"],
    request: { body: { required: true, ...json(setupSchema) } },
    responses: {
      201: { description: "Owner, workspace, and the management key with its secret.", ...json(setUpSchema) },
    },
  }),
  async (c) => {
    const wish = c.req.valid("json");
    const act = strangersAct(c);
    const { owner, workspace: named } = wish;
    const done = await setUp(act, {
      setupToken: wish.setup_token,
      owner,
      workspace: named,
      signIn: async () => ok({ kind: "password", hash: await hashedPassword(owner.password) }),
      key: "management",
    });
    if (!done.ok) return reply(c, done, 201);
    const { userId, workspaceId, minted } = done.value;
    const key = minted === null ? null : await findKey(act.db, { userId, now: act.now }, minted.id);
    if (minted === null || key === null) throw new Error("the key that setup made is not there");
    c.header("Cache-Control", "no-store");
    const user = { id: userId, name: wish.owner.name, email: wish.owner.email.toLowerCase() };
    const workspace = { id: workspaceId, name: wish.workspace.name };
    return reply(c, ok({ user, workspace, key, secret: minted.secret.reveal() }), 201);
  },
);
