/**
 * What n8n showed when it was driven by hand, with the workflows beside this file: too large to be installed at each run.
 * docs/clients.md says how; who does it again puts here what is seen then.
 */
import type { Judged } from "./judge.ts";
import type { ClientResult } from "./result.ts";

export const BY_HAND_ON = "2026-11-22";

/** The nodes, as rows. */
export const BY_HAND: readonly ClientResult[] = [
  {
    label: "n8n, HTTP Request (by hand)",
    version: "2.41.1",
    connectedBy: "Header Auth",
    judged: {
      works: { verdict: "works", words: "" },
      "no-key": read("No API key. Send your key as `Authorization: Bearer <key>`, or as `X-Api-Key: <key>`."),
      "wrong-key": read(
        "Not an API key. Copy the whole key again, with its prefix and nothing around it; a mistyped character is noticed.",
      ),
      revoked: read(
        "API key lk_test_1sYU…HZmO was revoked on 2026-11-22. Revoked keys never work again. Create a new one.",
      ),
      scope: read("This key lacks the scope mcp:write. Use a key that has the scope, or add it to this one."),
      limited: read("Too many requests: retry in 47 s. Wait that time (Retry-After says it too), then send it again."),
    },
    wanted: [],
  },
  {
    label: "n8n, MCP Client (by hand)",
    version: "2.41.1",
    connectedBy: "the node to paste, Bearer Auth",
    judged: {
      works: { verdict: "works", words: "" },
      "no-key": read("No API key. Send your key as `Authorization: Bearer <key>`, or as `X-Api-Key: <key>`."),
      "wrong-key": read(
        "Not an API key. Copy the whole key again, with its prefix and nothing around it; a mistyped character is noticed.",
      ),
      revoked: read(
        "API key lk_test_DNs3…Guq5 was revoked on 2026-11-22. Revoked keys never work again. Create a new one.",
      ),
      scope: read("This key lacks the scope mcp:write. Use a key that has the scope, or add it to this one."),
      limited: read("Too many requests: retry in 47 s. Wait that time (Retry-After says it too), then send it again."),
    },
    wanted: [],
  },
];

/** Our sentence, as it was read. */
function read(words: string): Judged {
  return { verdict: "sentence", words };
}
