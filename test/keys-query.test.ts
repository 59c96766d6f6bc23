/** What the address of the keys page becomes, and that the browser's table of tools is the server's. */
import { expect, test } from "vitest";
import { keysQueryOf } from "#shared/dashboard/keys-query.ts";
import { listKeysSchema } from "#shared/management/keys.ts";
import { TOOL_NAMES, TOOL_SCOPES } from "#shared/tool-names.ts";
import { TOOLS } from "#workers/mcp/tools/table.ts";

const asked = (search: string): Record<string, string> => Object.fromEntries(keysQueryOf(new URLSearchParams(search)));

test("an address says what to list, in words of its own", () => {
  expect(asked("q=deploy&perm=execute&ws=ws_0123456789abcdef&unused=30&sort=requests")).toMatchObject({
    search: "deploy",
    scope: "mcp:execute",
    workspace: "ws_0123456789abcdef",
    unused_days: "30",
    sort: "-requests",
  });
});

test("what an address says wrong is left out, so that no address breaks the page", () => {
  const odd = [
    "perm=root&sort=zzz&unused=x&ws=all&q=%20%20",
    "perm=constructor&sort=toString&ws=../keys",
    `q=${"x".repeat(5000)}`,
    `q=${encodeURIComponent("🔑".repeat(60))}`,
    `q=${"a".repeat(99)}%F0%9F%94%91`,
  ];
  expect(odd.filter((search) => !listKeysSchema.safeParse(asked(search)).success)).toEqual([]);
  expect(asked("perm=constructor&sort=toString")).toEqual(asked(""));
});

test("a masked key, as the page shows it, is found", () => {
  expect(asked(`q=${encodeURIComponent("lk_live_7Kp2••••x9Qf")}`)).toMatchObject({ search: "lk_live_7Kp2…x9Qf" });
});

test("the form for keys knows the permission that each tool asks for", () => {
  const declared = Object.fromEntries(TOOLS.map(({ name, scope }) => [name, scope]));
  expect(declared).toEqual(TOOL_SCOPES);
  expect(Object.keys(declared).toSorted()).toEqual([...TOOL_NAMES].toSorted());
});
