/** Invitations: who may send them, what is kept of their links, and what ends them. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { z } from "zod";
import { INVITATION_LIFE_MS } from "#shared/limits.ts";
import { sha256Hex } from "#workers/secrets/sha256.ts";
import { everything, written } from "./snapshot.ts";
import {
  type Answer,
  call,
  type HeldKey,
  join,
  newKey,
  newMember,
  newPerson,
  newWorkspace,
  newWorld,
  type World,
} from "./world.ts";

function statusesOf(answers: readonly Answer[]): number[] {
  return answers.map((answer) => answer.status).toSorted((left, right) => left - right);
}

const path = ({ workspace }: Pick<World, "workspace">): string => `/v1/workspaces/${workspace}/invitations`;

function invite(world: World, body: unknown, key: HeldKey = world.key): Promise<Answer> {
  return call("POST", path(world), { key: key.secret, body });
}

const sentSchema = z.object({
  invitation: z.object({ id: z.string(), email: z.string(), expires_at: z.string() }),
  url: z.string(),
});

async function invited(world: World, body: unknown, key?: HeldKey): Promise<z.infer<typeof sentSchema>> {
  return sentSchema.parse((await invite(world, body, key)).body);
}

function resend(world: World, id: string, key: HeldKey = world.key): Promise<Answer> {
  return call("POST", `${path(world)}/${id}/resend`, { key: key.secret });
}

function withdraw(world: World, id: string, key: HeldKey = world.key): Promise<Answer> {
  return call("DELETE", `${path(world)}/${id}`, { key: key.secret });
}

const pageSchema = z.object({ data: z.array(z.object({ id: z.string(), status: z.string() })) });

async function list(world: World): Promise<z.infer<typeof pageSchema>["data"]> {
  return pageSchema.parse((await call("GET", path(world), { key: world.key.secret })).body).data;
}

function tokenOf(url: string): string {
  return url.slice(url.lastIndexOf("/") + 1);
}

async function expire(id: string): Promise<void> {
  await env.DB.prepare("UPDATE invitation SET expires_at = 1 WHERE id = ?1").bind(id).run();
}

test("an invitation has a link for seven days, whose token is nowhere but in the answer", async () => {
  const world = await newWorld();
  const answer = await invite(world, { email: "Cleo.Doe@Example.COM", role: "admin" });
  expect(answer).toMatchObject({
    status: 201,
    body: {
      invitation: {
        email: "cleo.doe@example.com",
        role: "admin",
        status: "pending",
        invited_by: { id: world.owner.id, name: "Ada" },
      },
      url: expect.stringMatching(/^https:\/\/latchkey\.test\/invite\/inv[0-9A-Za-z]{40}$/),
    },
  });
  const { invitation, url } = sentSchema.parse(answer.body);
  expect(Math.abs(Date.parse(invitation.expires_at) - Date.now() - INVITATION_LIFE_MS)).toBeLessThan(60_000);
  const { invitation: rows = [] } = await everything();
  const digest = await sha256Hex(tokenOf(url));
  expect(rows.find((row) => row["id"] === invitation.id)).toMatchObject({ token_digest: digest });
  expect(JSON.stringify(await everything())).not.toContain(tokenOf(url));
  const seen = await Promise.all([
    call("GET", path(world), { key: world.key.secret }),
    call("GET", `/v1/audit?target=${invitation.id}`, { key: world.key.secret }),
  ]);
  for (const { text } of seen) {
    expect(text).toContain("cleo.doe@example.com");
    expect(text).not.toContain(tokenOf(url));
    expect(text).not.toContain(digest);
  }
});

test("an address is invited once at a time, whatever its case, also at once", async () => {
  const world = await newWorld();
  const answers = await Promise.all([
    invite(world, { email: "cleo@example.com" }),
    invite(world, { email: "CLEO@example.com", role: "admin" }),
    invite(world, { email: "cleo@EXAMPLE.com" }),
  ]);
  expect(statusesOf(answers)).toEqual([201, 409, 409]);
  expect(await invite(world, { email: "cleo@example.com" })).toMatchObject({ status: 409, body: { code: "conflict" } });
  expect(await list(world)).toHaveLength(1);
  expect((await invite(await newWorld(), { email: "cleo@example.com" })).status).toBe(201);
});

test("who belongs to the workspace is not invited; of who has an account elsewhere nothing is told", async () => {
  const [world, other] = [await newWorld(), await newWorld()];
  expect(await invite(world, { email: world.owner.email.toUpperCase() })).toMatchObject({ status: 409 });
  const known = await invite(world, { email: other.owner.email });
  const unknown = await invite(world, { email: "nobody-yet@example.com" });
  expect([known.status, Object.keys(known.body)]).toEqual([unknown.status, Object.keys(unknown.body)]);
  expect(known.text).not.toContain(other.owner.id);
});

test("an expired invitation is shown as such, and the next one takes its place", async () => {
  const world = await newWorld();
  const first = await invited(world, { email: "cleo@example.com" });
  await expire(first.invitation.id);
  expect(await list(world)).toMatchObject([{ id: first.invitation.id, status: "expired" }]);
  const second = await invited(world, { email: "cleo@example.com" });
  expect(await list(world)).toMatchObject([{ id: second.invitation.id, status: "pending" }]);
});

test("sending again makes another link for seven days, and the one before ends", async () => {
  const world = await newWorld();
  const admin = await newMember(world.workspace, "admin");
  const first = await invited(world, { email: "cleo@example.com" });
  await expire(first.invitation.id);
  const answer = await resend(world, first.invitation.id, admin.key);
  expect(answer).toMatchObject({
    status: 201,
    body: { invitation: { id: first.invitation.id, status: "pending", invited_by: { id: admin.person.id } } },
  });
  const { url } = sentSchema.parse(answer.body);
  const { invitation = [] } = await everything();
  const digests = invitation.map((row) => row["token_digest"]);
  expect(digests).toContain(await sha256Hex(tokenOf(url)));
  expect(digests).not.toContain(await sha256Hex(tokenOf(first.url)));
});

test("of links renewed at once the one that works is one of them", async () => {
  const world = await newWorld();
  const { invitation } = await invited(world, { email: "cleo@example.com" });
  const answers = await Promise.all([resend(world, invitation.id), resend(world, invitation.id)]);
  expect(answers.map((answer) => answer.status)).toEqual([201, 201]);
  const digests = await Promise.all(answers.map((one) => sha256Hex(tokenOf(sentSchema.parse(one.body).url))));
  const { invitation: rows = [] } = await everything();
  expect(digests).toContain(rows.find((row) => row["id"] === invitation.id)?.["token_digest"]);
});

test("a withdrawn invitation is gone, and is withdrawn once", async () => {
  const world = await newWorld();
  const { invitation } = await invited(world, { email: "cleo@example.com" });
  const answers = await Promise.all([withdraw(world, invitation.id), withdraw(world, invitation.id)]);
  expect(statusesOf(answers)).toEqual([200, 404]);
  expect((await resend(world, invitation.id)).status).toBe(404);
  expect(await list(world)).toEqual([]);
  const { body } = await call("GET", `/v1/audit?target=${invitation.id}`, { key: world.key.secret });
  expect(body["data"]).toMatchObject([{ action: "invitation.withdrawn" }, { action: "invitation.created" }]);
});

test("an invitation that was accepted is neither listed, renewed nor withdrawn", async () => {
  const world = await newWorld();
  const { invitation } = await invited(world, { email: "cleo@example.com" });
  await env.DB.prepare("UPDATE invitation SET status = 'accepted' WHERE id = ?1").bind(invitation.id).run();
  const before = await written();
  expect(await list(world)).toEqual([]);
  expect((await resend(world, invitation.id)).status).toBe(404);
  expect((await withdraw(world, invitation.id)).status).toBe(404);
  expect(await written()).toEqual(before);
});

test("an invitation is not renewed for who became a member by another way", async () => {
  const world = await newWorld();
  const cleo = await newPerson("Cleo");
  const { invitation } = await invited(world, { email: cleo.email });
  await join(cleo, world.workspace, "member");
  expect(await resend(world, invitation.id)).toMatchObject({ status: 409, body: { code: "conflict" } });
});

test("admins invite admins and members, and leave the invitations of owners alone", async () => {
  const world = await newWorld();
  const admin = await newMember(world.workspace, "admin");
  const { invitation } = await invited(world, { email: "cleo@example.com", role: "owner" });
  const before = await written();
  const refused = await Promise.all([
    invite(world, { email: "dora@example.com", role: "owner" }, admin.key),
    resend(world, invitation.id, admin.key),
    withdraw(world, invitation.id, admin.key),
  ]);
  for (const answer of refused) expect(answer).toMatchObject({ status: 403, body: { code: "not_permitted" } });
  expect(await written()).toEqual(before);
  expect((await invite(world, { email: "dora@example.com", role: "admin" }, admin.key)).status).toBe(201);
});

test("an invitation of another workspace is unknown, also by the right address in the wrong workspace", async () => {
  const [world, other] = [await newWorld(), await newWorld()];
  const { invitation } = await invited(other, { email: "cleo@example.com" });
  const before = await written();
  for (const where of [world, other]) {
    const asked = { ...world, workspace: where.workspace };
    expect((await resend(asked, invitation.id)).status).toBe(404);
    expect((await withdraw(asked, invitation.id)).status).toBe(404);
  }
  expect(await written()).toEqual(before);
});

test("who is removed takes the invitations along: those to their address, and those they sent", async () => {
  const world = await newWorld();
  const eve = await newMember(world.workspace, "admin", "Eve");
  const back = await invited(world, { email: "eve.second@example.com" }, eve.key);
  const kept = await invited(world, { email: "cleo@example.com" });
  await env.DB.prepare("UPDATE invitation SET email = ?2 WHERE id = ?1")
    .bind(back.invitation.id, "e@example.com")
    .run();
  const hers = await invited(world, { email: "placeholder@example.com" });
  await env.DB.prepare("UPDATE invitation SET email = ?2 WHERE id = ?1")
    .bind(hers.invitation.id, eve.person.email)
    .run();
  await call("DELETE", `/v1/workspaces/${world.workspace}/members/${eve.person.id}`, { key: world.key.secret });
  expect(await list(world)).toMatchObject([{ id: kept.invitation.id }]);
});

test.for([0, 1, 2, 3])("an invitation sent while its sender is removed never outlives them (round %i)", async () => {
  const world = await newWorld();
  const eve = await newMember(world.workspace, "admin", "Eve");
  await Promise.all([
    invite(world, { email: "one@example.com" }, eve.key),
    call("DELETE", `/v1/workspaces/${world.workspace}/members/${eve.person.id}`, { key: world.key.secret }),
    invite(world, { email: "two@example.com" }, eve.key),
    invite(world, { email: "three@example.com" }, eve.key),
  ]);
  expect(await list(world)).toEqual([]);
});

test("a demotion ends the invitations that its person could not send now", async () => {
  const world = await newWorld();
  const ben = await newMember(world.workspace, "owner");
  const owners = await invited(world, { email: "o@example.com", role: "owner" }, ben.key);
  const members = await invited(world, { email: "m@example.com" }, ben.key);
  const demote = (role: string): Promise<Answer> =>
    call("PATCH", `/v1/workspaces/${world.workspace}/members/${ben.person.id}`, {
      key: world.key.secret,
      body: { role },
    });
  expect((await list(world)).map(({ id }) => id).toSorted()).toEqual(
    [owners.invitation.id, members.invitation.id].toSorted(),
  );
  await demote("admin");
  expect(await list(world)).toMatchObject([{ id: members.invitation.id }]);
  await demote("member");
  expect(await list(world)).toEqual([]);
});

test.for([
  {},
  { email: "" },
  { email: "cleo" },
  { email: "cleo@example.com\r\nBcc: x@example.com" },
  { email: "<cleo@example.com>" },
  { email: `${"x".repeat(250)}@example.com` },
  { email: ["cleo@example.com"] },
  { email: "cleo@example.com", role: "root" },
  { email: "cleo@example.com", token: "inv0" },
])("nobody is invited by %j", async (body) => {
  const world = await newWorld();
  const before = await written();
  expect(await invite(world, body)).toMatchObject({ status: 400, body: { code: "invalid_request" } });
  expect(await written()).toEqual(before);
});

test("pages of invitations go on where they ended, the newest first", async () => {
  const world = await newWorld();
  for (const name of ["a", "b", "c"]) await invited(world, { email: `${name}@example.com` });
  const cursorPage = z.object({ data: z.array(z.object({ email: z.string() })), next_cursor: z.string().nullable() });
  const page = async (query: string): Promise<z.infer<typeof cursorPage>> =>
    cursorPage.parse((await call("GET", `${path(world)}?limit=2${query}`, { key: world.key.secret })).body);
  const first = await page("");
  const second = await page(`&cursor=${first.next_cursor ?? ""}`);
  expect([...first.data, ...second.data].map(({ email }) => email).toSorted()).toEqual([
    "a@example.com",
    "b@example.com",
    "c@example.com",
  ]);
  expect([first.data.length, second.next_cursor]).toEqual([2, null]);
});

test("a key invites nobody into a workspace that it does not reach, though its owner runs it", async () => {
  const world = await newWorld();
  const home = await newWorkspace(world.owner, "Home");
  const narrow = await newKey(world.owner, { workspaces: [home] });
  expect((await invite(world, { email: "cleo@example.com" }, narrow)).status).toBe(404);
  expect((await invite({ ...world, workspace: home }, { email: "cleo@example.com" }, narrow)).status).toBe(201);
});
