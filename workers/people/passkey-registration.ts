/**
 * Verifies a passkey for somebody who is not a user yet, at setup or by invitation: the user is made with it in one
 * batch then, so that nobody is left without a way to sign in. Loaded only when such a registration comes; signed-in
 * people add passkeys by better-auth's own routes.
 */
import { type RegistrationResponseJSON, verifyRegistrationResponse } from "@simplewebauthn/server";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import type { VerifiedPasskey } from "./user-statements.ts";

export type Ceremony = {
  readonly registration: Omit<RegistrationResponseJSON, "clientExtensionResults">;
  readonly challenge: string;
  readonly origin: string;
};

/** Refusal: `invalid_request` for anything but a fresh, user-verified registration for this site and challenge. */
export async function verifyRegistration(ceremony: Ceremony): Promise<Result<VerifiedPasskey, Refusal>> {
  const { registration, challenge, origin } = ceremony;
  const verified = await verifyRegistrationResponse({
    response: { ...registration, clientExtensionResults: {} },
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
    transports: (registration.response.transports ?? []).join(","),
    aaguid,
  });
}

const NOT_VERIFIED: Refusal = {
  code: "invalid_request",
  errors: [{ path: "/response", message: "expected a passkey that was just made for this page: try again" }],
};
