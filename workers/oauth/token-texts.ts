/**
 * Tokens on their way in and out of the library: outside they have a prefix and a tag, inside the form it drew them in.
 * See `shared/token-text.ts`.
 */
import { z } from "zod";
import { type AppId, appIdSchema } from "#shared/ids.ts";
import type { Settings } from "#workers/env.ts";
import { peppersOf } from "#workers/secrets/pepper.ts";
import { proveTokenText, tokenText } from "#workers/secrets/token-proof.ts";

/** A form for the library, and the apps that it may be about: which of its fields counts is the library's choice. */
export type InnerForm = { readonly form: URLSearchParams; readonly appIds: readonly AppId[] };

/** Fields of the token endpoint that carry a token of ours, and of which kind it may be. */
const TOKEN_FIELDS: ReadonlyMap<string, readonly string[]> = new Map([
  ["refresh_token", ["rt"]],
  ["token", ["at", "rt"]],
]);

/** What the library takes for a token that it has never drawn. */
const NO_TOKEN = "none";

/** Takes tokens out of their texts; what is none of ours becomes one that the library does not know. */
export async function toInnerForm(settings: Settings, outer: URLSearchParams): Promise<InnerForm> {
  const form = new URLSearchParams();
  for (const [name, value] of outer) {
    const kinds = TOKEN_FIELDS.get(name);
    form.append(name, kinds === undefined ? value : await innerOf(settings, value, kinds));
  }
  const named = ["code", ...TOKEN_FIELDS.keys()].map((name) => form.get(name) ?? "");
  const appIds = named.flatMap((text) => {
    const id = appIdSchema.safeParse(`app_${text.split(":")[1] ?? ""}`);
    return id.success ? [id.data] : [];
  });
  return { form, appIds };
}

async function innerOf(settings: Settings, text: string, kinds: readonly string[]): Promise<string> {
  const parts = await proveTokenText(await peppersOf(settings), text, settings);
  return parts !== null && kinds.includes(parts.kind) ? parts.inner : NO_TOKEN;
}

const issuedSchema = z.looseObject({ access_token: z.string(), refresh_token: z.string().optional() });

/** An answer of the token endpoint with its tokens as texts; one that has none stays as it is. */
export async function toOuterTokens(settings: Settings, answer: Response): Promise<Response> {
  if (!answer.ok) return answer;
  const issued = issuedSchema.safeParse(
    await answer
      .clone()
      .json<unknown>()
      .catch(() => null),
  );
  if (!issued.success) return answer;
  const peppers = await peppersOf(settings);
  const { access_token: access, refresh_token: refresh } = issued.data;
  const body = {
    ...issued.data,
    access_token: await tokenText(peppers, "at", { style: settings, inner: access }),
    ...(refresh === undefined
      ? {}
      : { refresh_token: await tokenText(peppers, "rt", { style: settings, inner: refresh }) }),
  };
  const headers = new Headers(answer.headers);
  headers.delete("Content-Length");
  return new Response(JSON.stringify(body), { status: answer.status, headers });
}
