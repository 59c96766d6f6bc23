/** People with a workspace of their own, so that tests share an instance and nothing else. */
import type { Page } from "playwright-core";
import { z } from "zod";
import { sendJson } from "../node/server.ts";

export type Site = { readonly url: string; readonly managementKey: string };

export type Person = {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly workspaceId: string;
  /** The session cookie, as `name=value`. */
  readonly cookie: string;
};

export const PASSWORD = "correct horse battery staple";

type Wanted = {
  readonly name?: string;
  readonly workspace?: string;
  readonly role?: "owner" | "admin" | "member";
  /** A workspace that exists, in place of a new one. */
  readonly workspaceId?: string;
};

const workspaceSchema = z.object({ id: z.string() });
const invitationSchema = z.object({ url: z.string() });

/** Somebody who joined by an invitation, signed in; an owner of a fresh workspace unless told otherwise. */
export async function newPerson(site: Site, wanted: Wanted = {}): Promise<Person> {
  const { name = "Maya Chen", workspace = "Night shift", role = "owner" } = wanted;
  const workspaceId = wanted.workspaceId ?? (await newWorkspace(site, workspace));
  const email = `${crypto.randomUUID().slice(0, 8)}@example.com`;
  const link = await invitationLink(site, { workspaceId, email, role });
  const joined = await fetch(link, {
    method: "POST",
    headers: { Origin: site.url },
    body: new URLSearchParams({ email, name, password: PASSWORD }),
    redirect: "manual",
  });
  const [cookie = ""] = joined.headers.getSetCookie().map((text) => text.split(";")[0] ?? "");
  if (joined.status !== 303) throw new Error(`${email} could not join: ${joined.status}`);
  return { name, email, password: PASSWORD, workspaceId, cookie };
}

/** The link that somebody would be sent. */
export async function invitationLink(
  site: Site,
  { workspaceId, ...body }: { workspaceId: string; email: string; role: string },
): Promise<string> {
  const path = `/v1/workspaces/${workspaceId}/invitations`;
  const { url } = await post(site, { path, body, schema: invitationSchema });
  return url;
}

async function newWorkspace(site: Site, name: string): Promise<string> {
  const { id } = await post(site, { path: "/v1/workspaces", body: { name }, schema: workspaceSchema });
  return id;
}

async function post<T>(
  { url, managementKey }: Site,
  { path, body, schema }: { path: string; body: unknown; schema: z.ZodType<T> },
): Promise<T> {
  const response = await sendJson(url + path, { key: managementKey, body });
  if (!response.ok) throw new Error(`POST ${path} answered ${response.status}: ${await response.text()}`);
  return schema.parse(await response.json());
}

const createdSchema = z.object({ key: z.object({ id: z.string() }), secret: z.string() });

/** What somebody does by the API rather than by hand, to have something to look at. */
export async function act(
  person: Person,
  site: Site,
  [method, path, body]: [string, string, unknown?],
): Promise<unknown> {
  const response = await fetch(site.url + path, {
    method,
    headers: { Cookie: person.cookie, Origin: site.url, "Content-Type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

/** A key of theirs for their workspace. */
export async function newKey(
  person: Person,
  site: Site,
  fields: Readonly<Record<string, unknown>> = {},
): Promise<{ id: string; secret: string }> {
  const body = { name: "Claude Desktop", scopes: ["mcp:read"], workspaces: [person.workspaceId], ...fields };
  const { key, secret } = createdSchema.parse(await act(person, site, ["POST", "/v1/keys", body]));
  return { id: key.id, secret };
}

/** Signs in by the page, as somebody who was sent there. */
export async function signInByPage(page: Page, { email, password }: Pick<Person, "email" | "password">): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(/\/keys/);
}
