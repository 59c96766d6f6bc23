/**
 * A passkey for somebody who is not a user yet, at setup or by invitation: it is verified first, and the user made with
 * it in one batch, so that nobody is left without a way to sign in. Loaded only when such a registration comes; signed-in
 * people add passkeys by better-auth's own routes.
 */
import { type RegistrationResponseJSON, verifyRegistrationResponse } from "@simplewebauthn/server";
import { z } from "zod";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import type { VerifiedPasskey } from "./user-statements.ts";

const base64url = z
  .string()
  .max(64 * 1024)
  .regex(/^[\w-]+$/);

/** What the browser answers with; what is in it is checked by {@link verifyRegistration}. */
export const registrationSchema = z.object({
  id: base64url.max(1400),
  rawId: base64url.max(1400),
  type: z.literal("public-key"),
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z
      .array(z.enum(["ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb"]))
      .max(7)
      .catch([]),
  }),
});
export type Registration = z.infer<typeof registrationSchema>;

export type Ceremony = { readonly registration: Registration; readonly challenge: string; readonly origin: string };

/** Refusal: `invalid_request` for anything but a fresh, user-verified registration for this site and challenge. */
export async function verifyRegistration(ceremony: Ceremony): Promise<Result<VerifiedPasskey, Refusal>> {
  const { registration, challenge, origin } = ceremony;
  const response: RegistrationResponseJSON = { ...registration, clientExtensionResults: {} };
  const verified = await verifyRegistrationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: new URL(origin).hostname,
    requireUserVerification: true,
  }).catch(() => null); // It throws for each thing that is wrong with what was sent.
  if (verified === null || !verified.verified) return err(NOT_VERIFIED);
  const { credential, credentialDeviceType, credentialBackedUp, aaguid } = verified.registrationInfo;
  return ok({
    credentialId: credential.id,
    publicKey: new Uint8Array(credential.publicKey).toBase64(),
    counter: credential.counter,
    deviceType: credentialDeviceType,
    backedUp: credentialBackedUp,
    transports: registration.response.transports.join(","),
    aaguid,
  });
}

const NOT_VERIFIED: Refusal = {
  code: "invalid_request",
  errors: [{ path: "/response", message: "expected a passkey that was just made for this page: try again" }],
};
