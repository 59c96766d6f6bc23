/** Suggests a passkey to who has none, once: it is gone for good when dismissed. Loaded after the page. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { FingerprintPattern, X } from "lucide-react";
import { type ReactElement, useState } from "react";
import { canAddPasskey } from "../settings/add-passkey.ts";
import { passkeysQuery } from "../settings/passkeys-query.ts";
import { Button } from "../ui/button.tsx";

const STORED = "passkey-nudge";

type PasskeyNudgeProps = { readonly onNavigate: () => void };

export function PasskeyNudge({ onNavigate }: PasskeyNudgeProps): ReactElement | null {
  const [isDismissed, setDismissed] = useState(() => localStorage.getItem(STORED) !== null || !canAddPasskey());
  const passkeys = useQuery({ ...passkeysQuery, enabled: !isDismissed, staleTime: Infinity });
  if (isDismissed || passkeys.data?.length !== 0) return null;
  const dismiss = (): void => {
    localStorage.setItem(STORED, "dismissed");
    setDismissed(true);
  };
  return (
    <div className="card relative p-3 pr-8 text-[13px]">
      <p className="flex items-center gap-2 font-medium">
        <FingerprintPattern size={15} aria-hidden className="text-muted" />
        Sign in without a password
      </p>
      <Link
        to="/settings"
        search={{ tab: "account" }}
        onClick={onNavigate}
        className="mt-0.5 inline-block text-accent underline underline-offset-3"
      >
        Add a passkey
      </Link>
      <span className="absolute top-1.5 right-1.5">
        <Button variant="ghost" size="icon-small" aria-label="Dismiss the suggestion" onClick={dismiss}>
          <X size={13} aria-hidden />
        </Button>
      </span>
    </div>
  );
}
