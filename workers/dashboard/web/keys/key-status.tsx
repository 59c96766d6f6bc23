/** A key's one status: the first that holds, and in its tooltip what to do about it. */
import type { ReactElement } from "react";
import { DAY_MS } from "#shared/limits.ts";
import type { Key } from "#shared/management/keys.ts";
import { useNow } from "../ui/time.tsx";
import { Tooltip } from "../ui/tooltip.tsx";
import { graceOf, shortTime } from "./key-times.ts";

const SOON_MS = 7 * DAY_MS;

type Status = {
  /** Its colour in ui/surfaces.css. */
  readonly look: "revoked" | "expired" | "off" | "rotating" | "soon" | "active";
  readonly label: string;
  readonly advice: string;
};

export function KeyStatus({ shownKey }: { readonly shownKey: Key }): ReactElement {
  const { look, label, advice } = statusOf(shownKey, useNow());
  return (
    <Tooltip content={advice}>
      <span className="status" data-s={look} tabIndex={0}>
        {label}
      </span>
    </Tooltip>
  );
}

function statusOf(key: Key, nowMs: number): Status {
  const { status, revoked_at: revokedAt, expires_at: expiresAt } = key;
  if (status === "revoked") {
    const since = revokedAt === null ? "" : ` on ${shortTime(revokedAt, nowMs)}`;
    return { look: "revoked", label: "Revoked", advice: `Revoked for good${since}. Delete it to clear the list.` };
  }
  if (status === "expired" || (expiresAt !== null && Date.parse(expiresAt) <= nowMs)) {
    return { look: "expired", label: "Expired", advice: "No request passes. Edit its access to choose a later date." };
  }
  if (status === "disabled") {
    return { look: "off", label: "Disabled", advice: "No request passes until it is enabled again." };
  }
  const grace = graceOf(key, nowMs);
  if (grace !== null) {
    const until = shortTime(grace, nowMs);
    return {
      look: "rotating",
      label: "Rotating",
      advice: `Its old secret works until ${until}. Move over, then end it from the menu.`,
    };
  }
  if (expiresAt !== null && Date.parse(expiresAt) - nowMs < SOON_MS) {
    const advice = `Stops working on ${shortTime(expiresAt, nowMs)}. Edit its access to choose a later date.`;
    return { look: "soon", label: "Expires soon", advice };
  }
  return { look: "active", label: "Active", advice: "Requests with this key pass." };
}
