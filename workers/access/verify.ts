/** "Is this key good, for what?", asked by another backend: the way of a request, with each check's outcome. */
import { mayBeForeign } from "#shared/foreign-text.ts";
import { isAppId, type KeyId, keyIdSchema, type WorkspaceId } from "#shared/ids.ts";
import type { VERIFY_CHECKS, VerifiedKey, VerifyKey } from "#shared/management/verify.ts";
import { type Refusal, refusalSentence } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import { type CheckReply, type Granted, PROTOCOL } from "#workers/gate/protocol.ts";
import { cleanClientName } from "#workers/http/client-name.ts";
import { type AdmissionMeans, ask } from "./ask.ts";
import type { Presented } from "./admission.ts";
import type { Identified } from "./identify.ts";
import { readCredential } from "./read-credential.ts";
import { type NotRecognized, recognize, recognizeAnew } from "./recognize.ts";

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
  // Where the asker does not say who sent the text, the asker's own limit is the only one.
  const shown = { presented, sender: null };
  const recognized = await recognize(means, shown);
  if (!recognized.ok) return notRecognized(recognized.error);
  const { id } = recognized.value;
  // An app's token is for `/mcp` alone: another backend must not take it for its own (RFC 8707).
  if (isAppId(id)) return notRecognized({ check: "format", refusal: { code: "wrong_audience" } });
  const tag = isForeign(presented, means.settings) ? SKIPPED_TAG : passed("tag");
  const reply = await askAbout(means, asked, recognized.value);
  const anew = isUnknown(reply) ? await recognizeAnew(means, shown, recognized.value) : null;
  const last = anew === null ? reply : await askAbout(means, asked, anew);
  if (last.kind === "unavailable") {
    return err({ code: "verification_unavailable", retryAfterSeconds: last.retryAfterSeconds });
  }
  return ok(toVerified(last, asked, { id: keyIdSchema.parse((anew ?? recognized.value).id), reach, tag }));
}

async function askAbout(means: AdmissionMeans, asked: VerifyKey, identified: Identified): Promise<CheckReply> {
  const { reply } = await ask(means, {
    protocol: PROTOCOL,
    ...identified,
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
  return reply;
}

function isUnknown(reply: CheckReply): boolean {
  return reply.kind === "refused" && reply.refusal.code === "unknown_key";
}

function isForeign(presented: Presented, settings: AdmissionMeans["settings"]): boolean {
  return presented.kind === "text" && mayBeForeign(presented.text, settings);
}

/** A key of another system has no tag to check. */
const SKIPPED_TAG: Check = { check: "tag", outcome: "skipped", detail: null };

/** A lookup that D1 did not answer says nothing of the key. */
function notRecognized({ check, refusal }: NotRecognized): Result<VerifiedKey, Refusal> {
  if (refusal.code === "verification_unavailable") return err(refusal);
  const before = { format: [], tag: [passed("format")], known: [passed("format"), SKIPPED_TAG] };
  const checks = [...before[check], failed(check, refusal)];
  return ok({ valid: false, code: refusal.code, key: null, scopes: [], workspaces: [], checks });
}

type Decided = Exclude<CheckReply, { kind: "unavailable" }>;

type About = { readonly id: KeyId; readonly reach: VerifierReach; readonly tag: Check };

function toVerified(reply: Decided, asked: VerifyKey, { id, reach, tag }: About): VerifiedKey {
  const granted = reply.explanation?.granted ?? null;
  const workspaces = granted === null ? [] : visible(granted, reach);
  if (granted === null || workspaces === null) return unknown(tag);
  const checks = [
    passed("format"),
    tag,
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

function unknown(tag: Check): VerifiedKey {
  const refusal = { code: "unknown_key" } as const;
  const checks = [passed("format"), tag, failed("known", refusal)];
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
