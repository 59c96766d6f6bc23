/** The person's passkeys, as the sign-in library lists them. */
import { queryOptions } from "@tanstack/react-query";
import { askAuth } from "./auth-routes.ts";

export type Passkey = {
  readonly id: string;
  /** Chosen by the person; an empty one is shown as "Passkey". */
  readonly name: string;
  /** ISO 8601, where it is known. */
  readonly createdAt: string | null;
};

export const PASSKEYS = ["passkeys"] as const;

export const passkeysQuery = queryOptions({
  queryKey: PASSKEYS,
  queryFn: async (): Promise<Passkey[]> => {
    const list = await askAuth("/passkey/list-user-passkeys");
    return Array.isArray(list) ? list.flatMap(passkeyOf) : [];
  },
});

function passkeyOf(value: unknown): Passkey[] {
  if (typeof value !== "object" || value === null || !("id" in value) || typeof value.id !== "string") return [];
  const name = "name" in value && typeof value.name === "string" ? value.name : "";
  const createdAt = "createdAt" in value && typeof value.createdAt === "string" ? value.createdAt : null;
  return [{ id: value.id, name: name === "" ? "Passkey" : name, createdAt }];
}
