/** Usage on its way: in a gate's SQLite, and in D1. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { World } from "./fault-world.ts";

/** What D1 has counted of a key. */
export async function counted(id: string): Promise<number> {
  const sum = await env.DB.prepare("SELECT coalesce(sum(count), 0) AS n FROM usage_hourly WHERE credential_id = ?1")
    .bind(id)
    .first<number>("n");
  return sum ?? 0;
}

/** Usage that is in the gate's SQLite and in no batch yet. */
export async function journaled(id: string, gate = env.GATE.getByName("gate:enam")): Promise<number> {
  return runInDurableObject(gate, (_gate, state) => {
    const { n } = state.storage.sql
      .exec<{ n: number }>("SELECT coalesce(sum(count), 0) AS n FROM usage_journal WHERE credential_id = ?", id)
      .one();
    return n;
  });
}

/** A key that was used before: what is counted of it waits for the flush that the test asks for. */
export async function usedKey(world: World, wish: object = {}): Promise<{ id: string; secret: string }> {
  const key = await world.createKey(wish);
  await env.DB.prepare("UPDATE keys SET last_used_at = 0 WHERE id = ?1").bind(key.id).run();
  await env.KV.delete(`record:${key.id}`);
  return key;
}
