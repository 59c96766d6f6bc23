/** What the dashboard makes of data in words, without a browser: devices, the audit log, pasted addresses, days. */
import { describe, expect, test } from "vitest";
import type { AuditLogEntry } from "#shared/management/audit.ts";
import { auditIdSchema, userIdSchema } from "#shared/ids.ts";
import { AUDIT_ACTIONS } from "#workers/audit/audit-entry.ts";
import { changesOf } from "#workers/dashboard/web/audit/changes.ts";
import { startOfDay } from "#workers/dashboard/web/audit/days.ts";
import { sentenceOf, textOf } from "#workers/dashboard/web/audit/sentences.ts";
import { parseEmails } from "#workers/dashboard/web/members/emails.ts";
import { deviceName, isHandheld } from "#workers/dashboard/web/settings/device-name.ts";

const MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko)";
const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";

describe("device names", () => {
  test.each([
    [`${MAC} Chrome/140.0.0.0 Safari/537.36`, "Chrome on macOS"],
    [`${MAC} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0`, "Edge on macOS"],
    [`${MAC} Chrome/140.0.0.0 Safari/537.36 OPR/120.0.0.0`, "Opera on macOS"],
    ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605 Version/18.1 Safari/605", "Safari on macOS"],
    ["Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows"],
    [`${IPHONE} Version/18.1 Mobile/15E148 Safari/604.1`, "Safari on iPhone"],
    [`${IPHONE} CriOS/140.0.0.0 Mobile/15E148 Safari/604.1`, "Chrome on iPhone"],
    [
      "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140 Mobile Safari/537.36",
      "Chrome on Android",
    ],
    ["Mozilla/5.0 (Linux; Android 15) SamsungBrowser/27.0 Chrome/125 Mobile", "Samsung Internet on Android"],
    [
      "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36",
      "Chrome on ChromeOS",
    ],
    ["Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/140.0.0.0 Safari/537.36", "Chrome on Linux"],
    ["curl/8.9.1", "curl"],
    ["Windows Phone of the future", "Windows"],
    ["", "Unknown device"],
    [null, "Unknown device"],
    ["<img src=x onerror=alert(1)>", "Unknown device"],
  ])("%s is %s", (userAgent, name) => {
    expect(deviceName(userAgent)).toBe(name);
  });

  test("a user agent of a megabyte is read at once", () => {
    const startedAt = Date.now();
    expect(deviceName(`Version/${"1".repeat(500_000)} ${"Safari ".repeat(80_000)}`)).toBe("Unknown device");
    expect(Date.now() - startedAt).toBeLessThan(2000);
  });

  test("phones and tablets are told from the rest", () => {
    expect(isHandheld(`${IPHONE} Version/18.1 Safari/604.1`)).toBe(true);
    expect(isHandheld(`${MAC} Chrome/140 Safari/537`)).toBe(false);
    expect(isHandheld(null)).toBe(false);
  });
});

function entry(action: string, more: Partial<AuditLogEntry> = {}): AuditLogEntry {
  return {
    id: auditIdSchema.parse("aud_0123456789abcdef"),
    at: "2026-11-22T10:00:00.000Z",
    action,
    actor: { user_id: MAYA, name: "Maya Chen", credential_id: null },
    target: { type: "key", id: "key_0123456789", name: "GitHub Actions deploy" },
    detail: {},
    ip: null,
    user_agent: null,
    request_id: "req_0123456789abcdef",
    ...more,
  };
}

const MAYA = userIdSchema.parse("usr_0123456789abcdef");

function said(action: string, more: Partial<AuditLogEntry> = {}): string {
  return textOf(sentenceOf(entry(action, more)));
}

const nobodysKey = { type: "key", id: "key_0123456789", name: null };

describe("audit sentences", () => {
  test.each(AUDIT_ACTIONS)("%s has words of its own, with and without names and details", (action) => {
    for (const sentence of [said(action), said(action, { target: nobodysKey })]) {
      expect(sentence).not.toContain(action);
      expect(sentence).not.toContain("undefined");
      expect(sentence.trim().length).toBeGreaterThan(5);
    }
  });

  test("say what was done to what", () => {
    expect(said("key.rotated")).toBe("rotated “GitHub Actions deploy”");
    expect(said("key.deleted", { target: nobodysKey })).toBe("deleted a key");
    const renamed = { changed: { name: "Deploy bot" }, before: { name: "Laptop" } };
    expect(said("key.changed", { detail: renamed })).toBe("renamed “Laptop” to “Deploy bot”");
    const changed = { changed: { scopes: ["mcp:read"], expires_at: null, of_tomorrow: 1 }, before: {} };
    expect(said("key.changed", { detail: changed })).toBe(
      "changed the permissions and expiry of “GitHub Actions deploy”",
    );
  });

  test("name an app, and what was taken from it", () => {
    const target = { type: "app", id: "app_0123456789abcdef", name: "Claude" };
    expect(said("app.connected", { target })).toBe("connected the app “Claude”");
    expect(said("app.cut_off", { target })).toBe("cut off the app “Claude” from the workspace");
    expect(said("app.disconnected", { target: { ...target, name: null } })).toBe("disconnected an app");
    const detail = { changed: { scopes: ["mcp:read"], workspaces: [] }, before: {} };
    expect(said("app.changed", { target, detail })).toBe("changed the permissions and workspaces of “Claude”");
  });

  test("name people and their roles", () => {
    const lin = { type: "member", id: "usr_lin", name: "Lin" };
    expect(said("member.role_changed", { target: lin, detail: { from: "member", to: "admin" } })).toBe(
      "made “Lin” an admin",
    );
    expect(said("member.removed", { target: lin })).toBe("removed “Lin” from the workspace");
    expect(said("member.removed", { target: { ...lin, id: MAYA } })).toBe("left the workspace");
    expect(said("invitation.created", { detail: { email: "lin@acme.dev", role: "member" } })).toBe(
      "invited “lin@acme.dev” as a member",
    );
    expect(said("session.ended", { detail: { sessions: 3 } })).toBe("ended 3 of their sessions");
  });

  test("show an action that only a newer server knows by its name", () => {
    expect(said("backup.taken")).toBe("did backup.taken on “GitHub Actions deploy”");
    expect(said("toString", { target: nobodysKey })).toBe("did toString on key");
  });
});

describe("audit changes", () => {
  const names = new Map([["ws_acme", "Acme"]]);

  test("stand beside what was before, in words", () => {
    const detail = {
      hint: "lk_dev_abcd…wxyz",
      changed: { scopes: ["mcp:read"], workspaces: ["ws_acme", "ws_of_others"], allowed_ips: ["203.0.113.0/24"] },
      before: { scopes: ["mcp:read", "mcp:write"], workspaces: ["ws_acme"], allowed_ips: null },
    };
    expect(changesOf(entry("key.changed", { detail }), names)).toStrictEqual([
      { label: "Permissions", before: "Read, Write", after: "Read" },
      { label: "Workspaces", before: "Acme", after: "Acme, ws_of_others" },
      { label: "Allowed addresses", before: "Every address", after: "203.0.113.0/24" },
      { label: "Key", before: null, after: "lk_dev_abcd…wxyz" },
    ]);
  });

  test("of an app say who vouches for it, and where it had the browser sent back to", () => {
    const detail = { name: "Claude", host: "127.0.0.1", verified_domain: null, scopes: ["mcp:read"] };
    expect(changesOf(entry("app.connected", { detail }), names)).toStrictEqual([
      { label: "Returns to", before: null, after: "127.0.0.1" },
      { label: "Verified domain", before: null, after: "Not verified" },
      { label: "Permissions", before: null, after: "Read" },
    ]);
  });

  test("of a workspace's key policy are told one by one", () => {
    const detail = {
      changed: { key_policy: { max_days: 90, creators: "admins" } },
      before: { key_policy: { max_days: null, creators: "members" } },
    };
    expect(changesOf(entry("workspace.changed", { detail }), names)).toStrictEqual([
      { label: "Longest life", before: "No limit", after: "90 days" },
      { label: "Who may create keys", before: "All members", after: "Owners and admins" },
    ]);
  });

  test("of a role are told, and so is how long a rotated secret goes on", () => {
    const roles = { workspace: "ws_acme", from: "member", to: "admin" };
    expect(changesOf(entry("member.role_changed", { detail: roles }), names)).toStrictEqual([
      { label: "Role", before: "member", after: "admin" },
    ]);
    expect(changesOf(entry("key.rotated", { detail: { name: "n", grace_seconds: 86_400 } }), names)).toStrictEqual([
      { label: "Previous secret works for", before: null, after: "24 hours" },
    ]);
  });

  test("of shapes that nobody foresaw are shown and break nothing", () => {
    const detail = { changed: "everything", before: 7, nested: { a: [1, null] }, empty: [], nothing: null };
    expect(changesOf(entry("key.changed", { detail }), names)).toStrictEqual([
      { label: "Nested", before: null, after: '{"a":[1,null]}' },
      { label: "Empty", before: null, after: "None" },
      { label: "Nothing", before: null, after: "None" },
    ]);
  });
});

describe("pasted addresses", () => {
  test("are taken out of lines, commas and brackets, each once and in lower case", () => {
    const text = "Maya Chen <Maya@Acme.dev>, lin@acme.dev;\n lin@acme.dev sam@acme.dev";
    expect(parseEmails(text)).toStrictEqual({ emails: ["maya@acme.dev", "lin@acme.dev", "sam@acme.dev"], wrong: [] });
  });

  test("that are none are named", () => {
    expect(parseEmails("maya@acme lin@acme.dev nobody")).toStrictEqual({
      emails: ["lin@acme.dev"],
      wrong: ["maya@acme", "nobody"],
    });
    expect(parseEmails("")).toStrictEqual({ emails: [], wrong: [] });
  });
});

describe("days of the audit filter", () => {
  test("begin and end where the reader is, by the calendar", () => {
    expect(startOfDay("2026-11-22", 0)).toBe(new Date(2026, 10, 22).toISOString());
    expect(startOfDay("2026-12-31", 1)).toBe(new Date(2027, 0, 1).toISOString());
  });

  test("that are none ask for nothing", () => {
    for (const text of [undefined, "", "yesterday", "2026-1-1", "2026-11-22T10:00"]) {
      expect(startOfDay(text, 0)).toBeUndefined();
    }
  });
});
