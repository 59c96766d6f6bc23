/** Where a request comes from, by Cloudflare's word. Absent where Cloudflare is not in front. */
import { z } from "zod";

const cfSchema = z.object({
  continent: z.string().optional(),
  country: z
    .string()
    .regex(/^[A-Z][A-Z0-9]$/)
    .optional()
    .catch(undefined),
  longitude: z.string().optional(),
});

/** Continent, country (ISO 3166-1 alpha-2) and longitude of the caller. */
export function callerPlace(request: Request): z.infer<typeof cfSchema> {
  return cfSchema.catch({}).parse(request.cf);
}

/** The caller's address. `CF-Connecting-IP` is set by Cloudflare and cannot be forged through it. */
export function callerIp(request: Request): string | null {
  return request.headers.get("cf-connecting-ip");
}
