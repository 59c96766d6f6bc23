/** "Is this key good, for what?", asked by another backend: the way of a request, with each check's outcome. */
import { isAppId, type KeyId, type WorkspaceId } from "#shared/ids.ts";
import type { VERIFY_CHECKS, VerifiedKey, VerifyKey } from "#shared/management/verify.ts";
import { type Refusal, refusalSentence } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import { type CheckReply, type Granted, PROTOCOL } from "#workers/gate/protocol.ts";
import { cleanClientName } from "#workers/http/client-name.ts";
import { type AdmissionMeans, ask } from "./ask.ts";
import { identify, type NotMintedHere } from "./identify.ts";
import { readCredential } from "./read-credential.ts";

/** Who may be told of which keys: those that reach one of these workspaces, or `all` for a trusted service binding. */
export type VerifierReach = readonly WorkspaceId[] | "all";

type Check = VerifiedKey["checks"][number];
type CheckName = (typeof VERIFY_CHECKS)[number];

/** Refused only when the check could not be made (503). A key out of the asker's reach is as unknown as any other. */
export async function verify(
  means: AdmissionMeans,
  asked: VerifyKey,
  reach: VerifierReach,
): Promise<Result<VerifiedKey, Refusal>> {
  const presented = readCredential({ authorization: undefined, apiKeyHeader: asked.secret, apiKeyQuery: undefined });
  const identified = await identify(means.settings, presented);
  if (!identified.ok) return ok(notIdentified(identified.error));
  const { id } = identified.value;
  // An app's token is for `/mcp` alone: another backend must not take it for its own (RFC 8707).
  if (isAppId(id)) return ok(notIdentified({ check: "format", refusal: { code: "wrong_audience" } }));
  const { reply } = await ask(means, {
    protocol: PROTOCOL,
    ...identified.value,
    ip: asked.ip ?? null,
    metered: true,
    counted: asked.count_usage,
    explain: true,
    usage: {
      surface: "rest",
      operation: "verify",
      client: cleanClientName(asked.client ?? null),
      country: means.place.country ?? null,
    },
  });
  if (reply.kind === "unavailable") {
    return err({ code: "verification_unavailable", retryAfterSeconds: reply.retryAfterSeconds });
  }
  return ok(toVerified(reply, asked, { id, reach }));
}

function notIdentified({ check, refusal }: NotMintedHere): VerifiedKey {
  const checks = check === "tag" ? [passed("format"), failed("tag", refusal)] : [failed("format", refusal)];
  return { valid: false, code: refusal.code, key: null, scopes: [], workspaces: [], checks };
}

type Decided = Exclude<CheckReply, { kind: "unavailable" }>;

type Asker = { readonly id: KeyId; readonly reach: VerifierReach };

function toVerified(reply: Decided, asked: VerifyKey, { id, reach }: Asker): VerifiedKey {
  const granted = reply.explanation?.granted ?? null;
  const workspaces = granted === null ? [] : visible(granted, reach);
  if (granted === null || workspaces === null) return unknown();
  const checks = [
    passed("format"),
    passed("tag"),
    ...(reply.explanation?.checks ?? []).map(({ name, refusal }) => toCheck(name, refusal)),
    toCheck("rate_limit", rateOutcome(reply)),
    ...wishChecks(granted, asked),
  ];
  const firstFailed = checks.find((check) => check.outcome === "failed");
  const code = reply.kind === "refused" ? reply.refusal.code : ((firstFailed && WISH_CODES[firstFailed.check]) ?? "ok");
  return {
    valid: firstFailed === undefined,
    code,
    key: { id, owner_id: granted.ownerId },
    scopes: [...granted.scopes],
    workspaces,
    checks,
  };
}

/** The key's workspaces that the asker may hear of; `null` when the key is none of the asker's. */
function visible(granted: Granted, reach: VerifierReach): WorkspaceId[] | null {
  const reached = granted.workspaces.map((workspace) => workspace.id);
  if (reach === "all") return reached;
  const shared = reached.filter((id) => reach.includes(id));
  return shared.length === 0 ? null : shared;
}

function unknown(): VerifiedKey {
  const refusal = { code: "unknown_key" } as const;
  const checks = [passed("format"), passed("tag"), failed("known", refusal)];
  return { valid: false, code: refusal.code, key: null, scopes: [], workspaces: [], checks };
}

function rateOutcome(reply: Decided): Refusal | null | "skipped" {
  if (reply.kind === "admitted") return null;
  return reply.refusal.code === "rate_limited" ? reply.refusal : "skipped";
}

const WISH_CODES: Partial<Record<CheckName, string>> = {
  scope: "missing_scope",
  workspace: "not_found",
  tool: "tool_not_allowed",
};

/** The checks that a surface makes of a principal, for what the asker said its caller wants; others are skipped. */
function wishChecks(granted: Granted, asked: VerifyKey): Check[] {
  const { scope, workspace, tool } = asked;
  const scopeRefusal: Refusal | null =
    scope !== undefined && !granted.scopes.includes(scope) ? { code: "missing_scope", needed: [scope] } : null;
  const isReached = granted.workspaces.some((reached) => reached.id === workspace);
  const isAllowed = tool === undefined || granted.allowedTools === null || granted.allowedTools.includes(tool);
  return [
    toCheck("scope", scope === undefined ? "skipped" : scopeRefusal),
    toCheck(
      "workspace",
      workspace === undefined ? "skipped" : isReached ? null : { code: "not_found", what: "workspace" },
    ),
    toCheck("tool", tool === undefined ? "skipped" : isAllowed ? null : { code: "tool_not_allowed" }),
  ];
}

function toCheck(check: CheckName, refusal: Refusal | null | "skipped"): Check {
  if (refusal === "skipped") return { check, outcome: "skipped", detail: null };
  return refusal === null ? passed(check) : failed(check, refusal);
}

function passed(check: CheckName): Check {
  return { check, outcome: "passed", detail: null };
}

function failed(check: CheckName, refusal: Refusal): Check {
  return { check, outcome: "failed", detail: refusalSentence(refusal) };
}
