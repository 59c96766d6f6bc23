/** Four numbers at the top of a key's page. */
import { useQuery } from "@tanstack/react-query";
import type { ReactElement, ReactNode } from "react";
import type { Key } from "#shared/management/keys.ts";
import { compactNumber } from "../charts/compact-number.ts";
import { userOf } from "../keys/key-activity.tsx";
import { Time } from "../ui/time.tsx";
import { usageQuery } from "./usage-query.ts";
import { RANGE_LABELS, type UsageRange } from "./usage-range.ts";

type KeyNumbersProps = { readonly shownKey: Key; readonly range: UsageRange };

export function KeyNumbers({ shownKey, range }: KeyNumbersProps): ReactElement {
  const totals = useQuery(usageQuery(shownKey.id, range)).data?.totals;
  const { last_used: lastUsed, expires_at: expiresAt } = shownKey;
  const errors = totals === undefined ? 0 : totals.failed + totals.refused;
  return (
    <dl className="numbers card">
      <Figure term="Requests" hint={`Last ${RANGE_LABELS[range]}`}>
        {totals === undefined ? "…" : compactNumber(totals.total)}
      </Figure>
      <Figure term="Error rate" hint={errors === 0 ? "No errors" : `${compactNumber(errors)} errors`}>
        {totals === undefined ? "…" : rateOf(errors, totals.total)}
      </Figure>
      <Figure
        term="Last used"
        hint={lastUsed === null ? "Create a connection below" : capitalized(userOf(lastUsed) ?? "By an unnamed client")}
      >
        {lastUsed === null ? "Never" : <Time at={lastUsed.at} />}
      </Figure>
      <Figure term="Expires" hint={expiresAt === null ? "Works until it is ended" : "Then it is refused"}>
        {expiresAt === null ? "Never" : <Time at={expiresAt} />}
      </Figure>
    </dl>
  );
}

type FigureProps = { readonly term: string; readonly hint: string; readonly children: ReactNode };

function Figure({ term, hint, children }: FigureProps): ReactElement {
  return (
    <div className="min-w-0">
      <dt className="hint">{term}</dt>
      <dd className="mt-0.5 text-xl font-semibold tracking-tight tabular-nums">{children}</dd>
      <dd className="hint truncate" dir="auto">
        {hint}
      </dd>
    </div>
  );
}

function rateOf(errors: number, total: number): string {
  if (total === 0) return "0%";
  const percent = (errors / total) * 100;
  return percent > 0 && percent < 0.1 ? "<0.1%" : `${Number(percent.toFixed(1))}%`;
}

function capitalized(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
