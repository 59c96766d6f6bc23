/** A new secret for a key: how long the old one works beside it, and how that ends. */
import { expect, test } from "vitest";
import { z } from "zod";
import { create, createdSchema, EVERYWHERE, manage, statuses } from "./key-world.ts";
import { type Answer, call, newWorld, sql } from "./world.ts";

test("with a grace both secrets of a rotated key work, until it ends or the key is rotated again", async () => {
  const world = await newWorld();
  const { id, secret: first } = await create(world);
  const rotate = async (body?: unknown): Promise<string> => {
    const rotated = await manage(world, `POST /${id}/rotate`, body);
    expect(rotated).toMatchObject({ status: 201, body: { key: { id }, ...EVERYWHERE } });
    expect(rotated.headers.get("cache-control")).toBe("no-store");
    return createdSchema.parse(rotated.body).secret;
  };
  const second = await rotate({ grace_seconds: 3600 });
  expect(second.slice(8, 18)).toBe(first.slice(8, 18));
  expect(await statuses(first, second)).toEqual([200, 200]);
  const until = z.string().parse((await manage(world, `GET /${id}`)).body["previous_secret_until"]);
  expect(Date.parse(until) - Date.now()).toBeGreaterThan(3_500_000);
  await sql("UPDATE keys SET previous_expires_at = ?2 WHERE id = ?1", id, Date.now());
  expect(await statuses(first, second)).toEqual([401, 200]);
  expect((await manage(world, `GET /${id}`)).body).toMatchObject({ previous_secret_until: null });
  const third = await rotate({ grace_seconds: 60 });
  expect(await statuses(first, second, third)).toEqual([401, 200, 200]);
  const fourth = await rotate({ grace_seconds: 60 });
  expect(await statuses(second, third, fourth)).toEqual([401, 200, 200]);
  const fifth = await rotate();
  expect(await statuses(third, fourth, fifth)).toEqual([401, 401, 200]);
  expect((await manage(world, `POST /${id}/rotate`, { grace_seconds: -1 })).status).toBe(400);
  expect((await manage(world, `POST /${id}/rotate`, { grace_seconds: 1e9 })).status).toBe(400);
  await manage(world, `POST /${id}/rotate`, { grace_seconds: 3600 });
  await manage(world, `POST /${id}/revoke`);
  expect(await statuses(fifth)).toEqual([401]);
});

test("the secret before a rotation stops when its grace is ended, and ending none changes nothing", async () => {
  const world = await newWorld();
  const { id, secret: first } = await create(world);
  const end = (): Promise<Answer> => manage(world, `POST /${id}/end-grace`);
  const unchanged = await manage(world, `GET /${id}`);
  expect(await end()).toMatchObject({ status: 200, body: { key: unchanged.body, ...EVERYWHERE } });
  const rotated = await manage(world, `POST /${id}/rotate`, { grace_seconds: 3600 });
  const { secret: second } = createdSchema.parse(rotated.body);
  expect(await statuses(first, second)).toEqual([200, 200]);
  for (let round = 0; round < 2; round += 1) {
    expect(await end()).toMatchObject({
      status: 200,
      body: { key: { id, status: "enabled", previous_secret_until: null }, ...EVERYWHERE },
    });
    expect(await statuses(first, second)).toEqual([401, 200]);
  }
  const { body } = await call("GET", `/v1/audit?target=${id}`, { key: world.key.secret });
  const actions = z.array(z.object({ action: z.string() })).parse(body["data"]);
  expect(actions.map(({ action }) => action)).toEqual(["key.grace_ended", "key.rotated", "key.created"]);
});
