/** Fresh workspaces and principals for tests of content: ids of their own, for storage is shared within a file. */
import { env } from "cloudflare:workers";
import { type EpochMs, epochMs } from "#shared/brand.ts";
import type { z } from "zod";
import { createDocumentInputSchema } from "#shared/content/documents.ts";
import { createEventInputSchema, type Event } from "#shared/content/events.ts";
import { createItemInputSchema, type ProductionItem } from "#shared/content/production.ts";
import {
  type DocumentId,
  documentIdSchema,
  type EventId,
  eventIdSchema,
  keyIdSchema,
  mintId,
  productionItemIdSchema,
  userIdSchema,
  type WorkspaceId,
  workspaceIdSchema,
} from "#shared/ids.ts";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import type { Result } from "#shared/result.ts";
import type { ContentDeps } from "#workers/content/deps.ts";
import { createDocument } from "#workers/content/documents/create-document.ts";
import { createEvent } from "#workers/content/events/create-event.ts";
import { createItem } from "#workers/content/production/create-item.ts";

/** Noon UTC, 1 May 2027. */
export const NOON: EpochMs = epochMs(Date.UTC(2027, 4, 1, 12));

export const deps: ContentDeps = { db: env.DB, now: NOON, mint: mintId };

/** The same a minute later. */
export const later: ContentDeps = { ...deps, now: epochMs(NOON + 60_000) };

/** A new workspace. */
export async function newWorkspace(name = "Stage"): Promise<WorkspaceId> {
  const id = workspaceIdSchema.parse(`ws_${mintId(16)}`);
  await env.DB.prepare("INSERT INTO workspace (id, name, slug, created_at) VALUES (?1, ?2, ?1, 0)")
    .bind(id, name)
    .run();
  return id;
}

/** Somebody with every content scope in these workspaces. */
export function principalOf(...workspaces: readonly WorkspaceId[]): Principal {
  return {
    credential: { kind: "key", id: keyIdSchema.parse(`key_${mintId(10)}`) },
    userId: userIdSchema.parse(`usr_${mintId(16)}`),
    scopes: ["mcp:read", "mcp:write", "mcp:execute"],
    workspaces: workspaces.map((id) => ({ id, role: "member" })),
    allowedTools: null,
  };
}

/** A new workspace and a principal who reaches it alone. */
export async function newPrincipal(): Promise<Principal> {
  return principalOf(await newWorkspace());
}

/** The value of a success; a refusal fails the test with its code. */
export function value<T>(result: Result<T, Refusal>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`);
  return result.value;
}

/** The refusal; a success fails the test. */
export function refusal(result: Result<unknown, Refusal>): Refusal {
  if (result.ok) throw new Error("expected a refusal");
  return result.error;
}

/** Rows in a table, to see that nothing was written. */
export async function rowCount(table: "events" | "documents" | "production_items" | "automations"): Promise<number> {
  return (await env.DB.prepare(`SELECT count(*) AS n FROM ${table}`).first<number>("n")) ?? 0;
}

/** Ids that nothing has. */
export const UNKNOWN = {
  event: eventIdSchema.parse("evt_0000000000000000"),
  document: documentIdSchema.parse("doc_0000000000000000"),
  item: productionItemIdSchema.parse("itm_0000000000000000"),
};

/** A new thing with what the test does not care about filled in. */
export async function addEvent(
  principal: Principal,
  fields: Partial<z.input<typeof createEventInputSchema>> = {},
): Promise<Event> {
  const input = { title: "Gala", starts_at: "2027-05-01T18:00:00Z", ...fields };
  return value(await createEvent(deps, principal, createEventInputSchema.parse(input)));
}

/** A new thing with what the test does not care about filled in. */
export async function addItem(
  principal: Principal,
  event: EventId,
  fields: Partial<z.input<typeof createItemInputSchema>> = {},
): Promise<ProductionItem> {
  const input = { event_id: event, department: "Sound", title: "Hang the PA", ...fields };
  return value(await createItem(deps, principal, createItemInputSchema.parse(input)));
}

/** A new thing with what the test does not care about filled in. */
export async function addDocument(
  principal: Principal,
  fields: Partial<z.input<typeof createDocumentInputSchema>> = {},
): Promise<DocumentId> {
  const input = { title: "Rider", body: "Two monitors", ...fields };
  return value(await createDocument(deps, principal, createDocumentInputSchema.parse(input))).id;
}
