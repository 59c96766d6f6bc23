/** Cursors that no list has given out: each refused by name. */
import { expect, test } from "vitest";
import { z } from "zod";
import { namedIn } from "./named-in.ts";
import { type Answer, call, newKey, newWorld } from "./world.ts";

test("a cursor that was cut, edited, made up, or is of another list or sort is refused", async () => {
  const world = await newWorld();
  for (let index = 0; index < 3; index += 1) await newKey(world.owner, { workspaces: [world.workspace] });
  const list = (path: string): Promise<Answer> => call("GET", path, { key: world.key.secret });
  const cursor = z.string().parse((await list("/v1/keys?limit=1&sort=name")).body["next_cursor"]);
  const edited = `${cursor.slice(0, 5)}${cursor.charAt(5) === "A" ? "B" : "A"}${cursor.slice(6)}`;
  const madeUp = ["e30", "null", "%F0%9F%8E%AA", "a".repeat(900)];
  const bad = [edited, cursor.slice(0, -1), `${cursor}A`, cursor.toUpperCase(), ...madeUp];
  for (const text of bad) expect(namedIn(await list(`/v1/keys?sort=name&cursor=${text}`))).toEqual(["cursor"]);
  expect(namedIn(await list(`/v1/keys?sort=-name&cursor=${cursor}`))).toEqual(["cursor"]);
  expect(namedIn(await list(`/v1/audit?cursor=${cursor}`))).toEqual(["cursor"]);
  expect(namedIn(await list(`/v1/workspaces?cursor=${cursor}`))).toEqual(["cursor"]);
  expect(namedIn(await list(`/v1/workspaces/${world.workspace}/members?cursor=${cursor}`))).toEqual(["cursor"]);
  expect(namedIn(await list(`/v1/events?cursor=${cursor}`))).toEqual(["cursor"]);
  expect(namedIn(await list(`/v1/keys?cursor=${"a".repeat(1001)}`))).toEqual(["cursor"]);
  expect((await list(`/v1/keys?sort=name&cursor=${cursor}`)).status).toBe(200);
});
