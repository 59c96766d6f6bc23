/** The way of a recognized credential: checked by whoever may decide it, made into a principal. */
import { isAppId } from "#shared/ids.ts";
import { USAGE_LABEL_LENGTH_MAX } from "#shared/limits.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok } from "#shared/result.ts";
import { type CheckRequest, PROTOCOL } from "#workers/gate/protocol.ts";
import type { Admission, Call } from "./admission.ts";
import { type AdmissionMeans, ask, type Asked } from "./ask.ts";
import type { Identified } from "./identify.ts";

/** Decides one request's recognized credential. Never throws for an outage: what cannot be checked is refused with a 503. */
export async function admit(means: AdmissionMeans, identified: Identified, call: Call): Promise<Admission> {
  const asked = await ask(means, { ...checkRequest(identified, call), counted: true, explain: false });
  if (asked.leased !== null && call.presented.kind === "text") {
    means.isolate.leases.remember(asked.leased, call.presented.text, identified);
  }
  return toAdmission(asked);
}

/** What the gate is asked of an identified call. */
function checkRequest(identified: Identified, call: Call): Omit<CheckRequest, "counted" | "explain"> {
  return {
    protocol: PROTOCOL,
    ...identified,
    ip: call.ip,
    metered: call.metered,
    usage: {
      surface: call.operation.surface,
      operation: call.operation.name.slice(0, USAGE_LABEL_LENGTH_MAX),
      client: call.client,
      country: call.country,
    },
  };
}

function toAdmission({ reply, settle, steps }: Asked): Admission {
  switch (reply.kind) {
    case "admitted": {
      const { id, ownerId, ...reach } = reply.granted;
      const credential = isAppId(id) ? ({ kind: "app", id } as const) : ({ kind: "key", id } as const);
      const principal = { credential, userId: ownerId, ...reach };
      return { verdict: ok(principal), rate: reply.rate, steps, settle };
    }
    case "refused":
      return { verdict: err(reply.refusal), rate: reply.rate, steps, settle: settleNothing };
    case "unavailable": {
      const refusal = { code: "verification_unavailable", retryAfterSeconds: reply.retryAfterSeconds } as const;
      return { verdict: err(refusal), rate: null, steps, settle: settleNothing };
    }
  }
}

/** The answer to a credential that nobody need be asked about. */
export function refusedUnasked(refusal: Refusal): Admission {
  return { verdict: err(refusal), rate: null, steps: [], settle: settleNothing };
}

function settleNothing(): void {
  // A request that was not admitted has no "ok" to correct.
}
