/** Verification over a service binding: the same as `POST /v1/keys/verify`, for Workers of the same account. */
import { WorkerEntrypoint } from "cloudflare:workers";
import { z } from "zod";
import { type VerifiedKey, verifyKeySchema } from "#shared/management/verify.ts";
import { type Refusal, refusalSentence } from "#shared/refusals.ts";
import { thisIsolate } from "#workers/access/isolate.ts";
import { verify } from "#workers/access/verify.ts";
import { settingsOf } from "#workers/env.ts";

const placeSchema = z.object({
  continent: z.string().optional(),
  country: z.string().optional(),
  longitude: z.string().optional(),
});

/** A caller's input, plus where its own caller is: RPC carries no `cf`, and the nearest gate is the quickest. */
const callSchema = verifyKeySchema.extend({ place: placeSchema.optional() });

export type VerifierAnswer =
  | VerifiedKey
  | { readonly valid: false; readonly code: Refusal["code"]; readonly detail: string };

/** Bind it as `services = [{ binding = "LATCHKEY", service = "latchkey", entrypoint = "Verifier" }]`. */
export class Verifier extends WorkerEntrypoint<Env> {
  /** Input as of `POST /v1/keys/verify`; throws a ZodError for another. Any key of the deployment can be asked about. */
  async verify(input: z.input<typeof callSchema>): Promise<VerifierAnswer> {
    const { place = {}, ...asked } = callSchema.parse(input);
    const means = {
      env: this.env,
      settings: settingsOf(this.env),
      place,
      isolate: thisIsolate,
      waitUntil: (work: Promise<unknown>): void => {
        this.ctx.waitUntil(work);
      },
    };
    const verified = await verify(means, asked, "all");
    if (verified.ok) return verified.value;
    return { valid: false, code: verified.error.code, detail: refusalSentence(verified.error) };
  }
}
