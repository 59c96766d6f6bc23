/** A better-auth plugin with the one act it lacks: a session for a person that we have just made ourselves. */
import { APIError, createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { z } from "zod";

/** `auth.api.startSession`: from our own code alone, at no address. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- better-auth infers its API from the endpoint
export function sessionPlugin() {
  const startSession = createAuthEndpoint.serverOnly(
    { method: "POST", body: z.object({ userId: z.string() }) },
    async (context) => {
      const { internalAdapter } = context.context;
      const user = await internalAdapter.findUserById(context.body.userId);
      if (user === null) throw new APIError("NOT_FOUND");
      const session = await internalAdapter.createSession(user.id);
      await setSessionCookie(context, { session, user });
      return context.json({ started: true });
    },
  );
  return { id: "latchkey-session", endpoints: { startSession } };
}
