/** REST calls as a script or n8n's HTTP node makes them. */
import { z } from "zod";

const problemSchema = z.object({ code: z.string(), detail: z.string() });

/** A refusal as the caller reads it. */
export type Refused = { readonly status: number; readonly code: string; readonly detail: string };

type Request = { readonly method?: string; readonly key?: string; readonly body?: unknown };

/** The answer's JSON, read with `schema`; throws on anything but 2xx. */
export async function call<S extends z.ZodType>(url: string, request: Request, schema: S): Promise<z.output<S>> {
  const response = await send(url, request);
  const text = await response.text();
  if (!response.ok) throw new Error(`${request.method ?? "GET"} ${url} answered ${response.status}: ${text}`);
  return schema.parse(JSON.parse(text));
}

/** The refusal; throws when the call was allowed. */
export async function callRefused(url: string, request: Request): Promise<Refused> {
  const response = await send(url, request);
  if (response.ok) throw new Error(`${request.method ?? "GET"} ${url} should have been refused`);
  return { status: response.status, ...problemSchema.parse(await response.json()) };
}

async function send(url: string, { method = "GET", key, body }: Request): Promise<Response> {
  const headers = new Headers({ "User-Agent": "n8n" });
  if (key !== undefined) headers.set("Authorization", `Bearer ${key}`);
  if (body === undefined) return fetch(url, { method, headers });
  headers.set("Content-Type", "application/json");
  return fetch(url, { method, headers, body: JSON.stringify(body) });
}
