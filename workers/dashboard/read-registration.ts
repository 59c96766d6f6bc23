/** A passkey that a page's script has just registered, verified against the challenge that its browser was given. */
import { z } from "zod";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import type { AppContext } from "#workers/http/app-env.ts";
import { strangersAct } from "#workers/api/act-of.ts";
import type { SignInMeans } from "#workers/people/user-statements.ts";
import { takeChallenge } from "./registration-cookie.ts";

const base64url = z
  .string()
  .max(64 * 1024)
  .regex(/^[\w-]+$/, "expected base64url");

const TRANSPORTS = ["ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb"] as const;

/** A `PublicKeyCredential` with an attestation, as JSON (WebAuthn L3 §5.1). */
export const registrationSchema = z.object({
  id: base64url.max(1400),
  rawId: base64url.max(1400),
  type: z.literal("public-key"),
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z.array(z.enum(TRANSPORTS)).max(TRANSPORTS.length).catch([]),
  }),
});

export type Registered = {
  readonly registration: z.infer<typeof registrationSchema>;
  /** What the challenge was given for. */
  readonly purpose: string;
};

/** Refusal: `invalid_request` without a live challenge, or for a registration that does not answer it. */
export async function readRegistration(c: AppContext, registered: Registered): Promise<Result<SignInMeans, Refusal>> {
  const { registration, purpose } = registered;
  const challenge = await takeChallenge(c, purpose, strangersAct(c).now);
  if (challenge === null) return err(TOO_LATE);
  // NOTE: loaded now, for keys never need it.
  const { verifyRegistration } = await import("#workers/people/passkey-registration.ts");
  const verified = await verifyRegistration({ registration, challenge, origin: new URL(c.req.url).origin });
  return verified.ok ? ok({ kind: "passkey", passkey: verified.value }) : verified;
}

const TOO_LATE: Refusal = {
  code: "invalid_request",
  errors: [{ path: "/response", message: "expected a passkey that was made within five minutes: try again" }],
};
