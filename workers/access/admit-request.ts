/** Admission for an HTTP request: takes from it what `admit` asks for. */
import { settingsOf } from "#workers/env.ts";
import type { AppContext } from "#workers/http/app-env.ts";
import { callerIp, callerPlace } from "#workers/http/caller.ts";
import type { Admission, Operation } from "./admission.ts";
import { admit } from "./admit.ts";
import { thisIsolate } from "./isolate.ts";
import { cleanClientName } from "#workers/http/client-name.ts";
import { readCredential } from "./read-credential.ts";

export type AdmitOptions = {
  /** See {@link Call.metered}. */
  readonly metered: boolean;
  /** The client's own name, where the surface knows it better than the User-Agent does. */
  readonly client?: string | null;
  /** Whether `?api_key=` is a credential here: on `/mcp` alone. */
  readonly allowQuery?: boolean;
};

/** See {@link admit}. */
export function admitRequest(c: AppContext, operation: Operation, options: AdmitOptions): Promise<Admission> {
  const { metered, client = null, allowQuery = false } = options;
  const place = callerPlace(c.req.raw);
  const presented = readCredential({
    authorization: c.req.header("authorization"),
    apiKeyHeader: c.req.header("x-api-key"),
    apiKeyQuery: allowQuery ? c.req.query("api_key") : undefined,
  });
  const means = {
    env: c.env,
    settings: settingsOf(c.env),
    place,
    isolate: thisIsolate,
    waitUntil: (work: Promise<unknown>): void => {
      c.executionCtx.waitUntil(work);
    },
  };
  return admit(means, {
    presented,
    operation,
    metered,
    ip: callerIp(c.req.raw),
    country: place.country ?? null,
    client: cleanClientName(client ?? c.req.header("user-agent") ?? null),
  });
}
