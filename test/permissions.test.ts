/** Every cell of docs/permissions.md, through the API: by session cookie, and by a key with `keys:manage` alone. */
import { expect, test } from "vitest";
import { z } from "zod";
import {
  type Actor,
  type CredentialKind,
  CREDENTIALS,
  PERMISSION_AREAS,
  type PermissionName,
  verdictOf,
} from "#shared/permissions.ts";
import { restRoutes } from "#workers/api/rest.ts";
import { signIn } from "./people.ts";
import { written } from "./snapshot.ts";
import { type Answer, call, newKey } from "./world.ts";
import { type Act, ACTS } from "./permissions/acts.ts";
import { newScene, type Scene } from "./permissions/scene.ts";

type Cell = { readonly name: PermissionName; readonly kind: CredentialKind; readonly actor: Actor };

const CELLS = PERMISSION_AREAS.flatMap(({ names, actors }) =>
  names.flatMap((name) => CREDENTIALS.flatMap((kind) => actors.map((actor): Cell => ({ name, kind, actor })))),
).map((cell) => ({ ...cell, verdict: verdictOf(cell.name, cell.kind, cell.actor) }));

async function headersOf(scene: Scene, { kind, actor }: Cell): Promise<Readonly<Record<string, string>>> {
  const person = scene.actors[actor];
  if (kind === "session") return (await signIn(person)).headers;
  const workspaces = [actor === "stranger" ? scene.strangersHome : scene.workspace];
  const { secret } = await newKey(person, { workspaces, scopes: ["keys:manage"] });
  return { Authorization: `Bearer ${secret}` };
}

const VERDICT_OF_CODE: Readonly<Record<string, string>> = {
  not_permitted: "no",
  not_found: "unknown",
  missing_scope: "unscoped",
  session_required: "person",
};

/** How the act ended, in the words of the table where it has one. */
function verdictIn(answer: Answer, act: Act, scene: Scene): string {
  const { status, body, text } = answer;
  if (status >= 200 && status < 300) return act.isShown?.(answer, scene) === false ? "hidden" : "yes";
  return VERDICT_OF_CODE[z.string().parse(body["code"])] ?? text;
}

test.for(CELLS)("$name by $kind of $actor: $verdict", async (cell) => {
  const scene = await newScene();
  const act = ACTS[cell.name];
  const headers = await headersOf(scene, cell);
  const { method, path, body } = await act.request(scene, scene.actors[cell.actor]);
  const before = cell.verdict === "yes" ? null : await written();
  const answer = await call(method, path, { headers, body });
  expect(verdictIn(answer, act, scene)).toBe(cell.verdict);
  if (before !== null) expect(await written()).toEqual(before);
  expect(answer.text).not.toContain(scene.key.secret);
  if (cell.actor !== "keysOwner") expect(answer.text).not.toContain(scene.secretHome);
});

const routeSchema = z.object({ method: z.string().toUpperCase(), path: z.string(), "x-required-access": z.string() });

test("the table speaks of every route that manages keys, workspaces, members or the audit log", () => {
  const managing = restRoutes.openAPIRegistry.definitions
    .flatMap((definition) => (definition.type === "route" ? [routeSchema.parse(definition.route)] : []))
    .filter(({ path }) => /^\/v1\/(?:keys|workspaces|audit)\b/.test(path))
    .map(({ method, path }) => `${method} ${path}`);
  const spokenOf = new Set(Object.values(ACTS).map((act) => act.route));
  expect(managing.filter((route) => !spokenOf.has(route))).toEqual([]);
});
