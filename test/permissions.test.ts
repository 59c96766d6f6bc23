/** Every cell of docs/permissions.md, through the API: by session cookie, and by a key with `keys:manage` alone. */
import { expect, test } from "vitest";
import { z } from "zod";
import { type Actor, type CredentialKind, CREDENTIALS, PERMISSION_AREAS, verdictOf } from "./permissions/table.ts";
import { restRoutes } from "#workers/api/rest.ts";
import { signIn } from "./people.ts";
import { type Act, ACTS, type Request } from "./permissions/acts.ts";
import { newScene, type Scene } from "./permissions/scene.ts";
import { written } from "./snapshot.ts";
import { type Answer, call, newKey } from "./world.ts";

/** One cell of a row, as it is asked for in a scene. */
type Attempt = {
  readonly cell: string;
  readonly actor: Actor;
  readonly scene: Scene;
  readonly act: Act;
  readonly request: Request;
  readonly headers: Readonly<Record<string, string>>;
};

async function prepare(scene: Scene, act: Act, [kind, actor]: readonly [CredentialKind, Actor]): Promise<Attempt> {
  const request = await act.request(scene, scene.actors[actor]);
  return { cell: `${kind} of ${actor}`, actor, scene, act, request, headers: await headersOf(scene, kind, actor) };
}

async function headersOf(scene: Scene, kind: CredentialKind, actor: Actor): Promise<Attempt["headers"]> {
  const person = scene.actors[actor];
  if (kind === "session") return (await signIn(person)).headers;
  const workspaces = [actor === "stranger" ? scene.strangersHome : scene.workspace];
  const { secret } = await newKey(person, { workspaces, scopes: ["keys:manage"] });
  return { Authorization: `Bearer ${secret}` };
}

/** What was answered, and what nobody may be told: the key's secret, and, but its owner, what else it reaches. */
async function send({ scene, act, actor, request, headers }: Attempt): Promise<string> {
  const answer = await call(request.method, request.path, { headers, body: request.body });
  const secrets = [scene.key.secret, scene.app.token];
  const kept = actor === "keysOwner" ? secrets : [...secrets, scene.secretHome];
  return kept.some((text) => answer.text.includes(text)) ? `leak: ${answer.text}` : verdictIn(answer, act, scene);
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

const ROWS = PERMISSION_AREAS.flatMap(({ names, actors }) =>
  names.map((name) => {
    const cells = CREDENTIALS.flatMap((kind) => actors.map((actor) => [kind, actor] as const));
    const expected = cells.map(([kind, actor]) => [`${kind} of ${actor}`, verdictOf(name, kind, actor)] as const);
    const isDone = ([kind, actor]: (typeof cells)[number]): boolean => verdictOf(name, kind, actor) === "yes";
    return {
      name,
      expected: Object.fromEntries(expected),
      done: cells.filter(isDone),
      refused: cells.filter((cell) => !isDone(cell)),
    };
  }),
);

test.for(ROWS)("$name ends for everybody as the table says, and who may not writes nothing", async (row) => {
  const act = ACTS[row.name];
  const shared = await newScene();
  const refused = await Promise.all(row.refused.map((cell) => prepare(shared, act, cell)));
  // What is done changes the scene, so each has one of its own.
  const done = await Promise.all(row.done.map(async (cell) => prepare(await newScene(), act, cell)));
  const before = await written();
  const turnedAway = await Promise.all(refused.map(async (one) => [one.cell, await send(one)] as const));
  expect(await written()).toEqual(before);
  const carriedOut = await Promise.all(done.map(async (one) => [one.cell, await send(one)] as const));
  expect(Object.fromEntries([...turnedAway, ...carriedOut])).toEqual(row.expected);
});

const routeSchema = z.object({ method: z.string().toUpperCase(), path: z.string() });

test("the table speaks of every route that manages keys, apps, workspaces, members or the audit log", () => {
  const managing = restRoutes.openAPIRegistry.definitions
    .flatMap((definition) => (definition.type === "route" ? [routeSchema.parse(definition.route)] : []))
    .filter(({ path }) => /^\/v1\/(?:keys|connected-apps|workspaces|audit)\b/.test(path))
    .map(({ method, path }) => `${method} ${path}`);
  const spokenOf = new Set(Object.values(ACTS).map((act) => act.route));
  expect(managing.filter((route) => !spokenOf.has(route))).toEqual([]);
});
