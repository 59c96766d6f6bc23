/** Admission for an HTTP request: takes from it what `admit` asks for. */
import { isAppId } from "#shared/ids.ts";
import { settingsOf } from "#workers/env.ts";
import type { AppContext } from "#workers/http/app-env.ts";
import { callerIp, callerPlace } from "#workers/http/caller.ts";
import type { Admission, Operation, Presented } from "./admission.ts";
import { admit, refusedUnasked } from "./admit.ts";
import { thisIsolate } from "./isolate.ts";
import { cleanClientName } from "#workers/http/client-name.ts";
import { readCredential } from "./read-credential.ts";
import type { Sender } from "./find-imported-key.ts";
import { recognize, recognizeAnew } from "./recognize.ts";

export type AdmitOptions = {
  /** See {@link Call.metered}. */
  readonly metered: boolean;
  /** The client's own name, where the surface knows it better than the User-Agent does. */
  readonly client?: string | null;
  /** Whether `?api_key=` is a credential here: on `/mcp` alone. */
  readonly allowQuery?: boolean;
};

/** See {@link admit}. What is not recognized costs nothing more: nobody looks at what it wants. */
export async function admitRequest(c: AppContext, operation: Operation, options: AdmitOptions): Promise<Admission> {
  const { metered, client = null, allowQuery = false } = options;
  const presented = presentedBy(c, allowQuery);
  const settings = settingsOf(c.env);
  const shown = { presented, sender: senderOf(c) };
  const recognized = await recognize({ env: c.env, settings, isolate: thisIsolate }, shown);
  if (!recognized.ok) return refusedUnasked(recognized.error.refusal);
  // An app's token is for `/mcp` alone, as its audience says (RFC 8707).
  if (operation.surface !== "mcp" && isAppId(recognized.value.id)) return refusedUnasked({ code: "wrong_audience" });
  const place = callerPlace(c.req.raw);
  const means = {
    env: c.env,
    settings,
    place,
    isolate: thisIsolate,
    waitUntil: (work: Promise<unknown>): void => {
      c.executionCtx.waitUntil(work);
    },
  };
  const call = {
    presented,
    operation,
    metered,
    ip: callerIp(c.req.raw),
    country: place.country ?? null,
    client: cleanClientName(client ?? c.req.header("user-agent") ?? null),
  };
  const admission = await admit(means, recognized.value, call);
  if (admission.verdict.ok || admission.verdict.error.code !== "unknown_key") return admission;
  const anew = await recognizeAnew(means, shown, recognized.value);
  return anew === null ? admission : admit(means, anew, call);
}

/** Looked at only where a text has to be looked up. */
function senderOf(c: AppContext): NonNullable<Sender> {
  return {
    get address() {
      return callerIp(c.req.raw);
    },
  };
}

/** The first place that says anything decides, so the others are not looked at. */
function presentedBy(c: AppContext, allowQuery: boolean): Presented {
  const authorization = c.req.header("authorization");
  const apiKeyHeader = authorization === undefined ? c.req.header("x-api-key") : undefined;
  const apiKeyQuery = allowQuery && (authorization ?? apiKeyHeader) === undefined ? c.req.query("api_key") : undefined;
  return readCredential({ authorization, apiKeyHeader, apiKeyQuery });
}
