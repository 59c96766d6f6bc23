/** How a run ended: status, time, and what the webhook answered, as the text it is. */
import type { ReactElement } from "react";
import type { AutomationRun } from "#shared/content/automations.ts";

const LOOKS = {
  running: { label: "Running", look: "live" },
  succeeded: { label: "Succeeded", look: "active" },
  failed: { label: "Failed", look: "expired" },
} as const satisfies Record<AutomationRun["status"], { label: string; look: string }>;

export function RunStatus({ status }: { readonly status: AutomationRun["status"] }): ReactElement {
  const { label, look } = LOOKS[status];
  return (
    <span className="status" data-s={look}>
      {label}
    </span>
  );
}

/** "HTTP 200 · 312 ms" */
export function runNumbers({ response_status: status, duration_ms: duration }: AutomationRun): string {
  const parts = [status === null ? "no answer" : `HTTP ${status}`, duration === null ? null : durationText(duration)];
  return parts.filter((part) => part !== null).join(" · ");
}

export function RunAnswer({ run }: { readonly run: AutomationRun }): ReactElement {
  const { error, response_excerpt: excerpt } = run;
  return (
    <div className="flex flex-col gap-2">
      {error !== null && <p className="text-[13px] wrap-anywhere text-bad">{error}</p>}
      {excerpt === null || excerpt === "" ? (
        <p className="hint">The answer had no text.</p>
      ) : (
        <pre
          tabIndex={0}
          aria-label="Start of the webhook’s answer"
          dir="auto"
          className="code max-h-60 overflow-y-auto rounded-lg border border-line bg-sunken wrap-anywhere whitespace-pre-wrap"
        >
          {excerpt}
        </pre>
      )}
    </div>
  );
}

function durationText(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}
