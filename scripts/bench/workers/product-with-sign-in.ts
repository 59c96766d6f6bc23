/** The product, were the sign-in library loaded with it and not when somebody signs in: what that would cost. */
import worker from "#workers/main.ts";
import { createAuth } from "#workers/people/auth.ts";
import { verifyRegistration } from "#workers/people/passkey-registration.ts";

export { Gate } from "#workers/gate/gate.ts";

/** Named, so that the bundler keeps them. */
export const loaded = [createAuth.name, verifyRegistration.name];

// oxlint-disable-next-line import/no-default-export -- what workerd calls
export default worker;
