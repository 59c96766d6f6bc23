/** How a key was used: requests over time, by tool, client, country, and what was refused. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { ReactElement, ReactNode } from "react";
import { messageOf } from "../api/problem-error.ts";
import type { Bar } from "../charts/bar-geometry.ts";
import { BarList, type Share } from "../charts/bar-list.tsx";
import { UsageChart } from "../charts/usage-chart.tsx";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { countryName } from "../keys/country-name.ts";
import { usageQuery } from "./usage-query.ts";
import { momentOf, RANGE_LABELS, USAGE_RANGES, type UsageRange, type UsageSpan } from "./usage-range.ts";

type UsageSectionProps = { readonly keyId: string; readonly range: UsageRange };

const RANGES = USAGE_RANGES.map((value) => ({ value, label: RANGE_LABELS[value] }));

export function UsageSection({ keyId, range }: UsageSectionProps): ReactElement {
  const navigate = useNavigate({ from: "/keys/$id" });
  const usage = useQuery({ ...usageQuery(keyId, range), placeholderData: keepPreviousData });
  const { data } = usage;
  const bars = data === undefined ? [] : data.buckets.map((counts) => barOf(counts, data.bucket));
  const choose = (chosen: UsageRange): void =>
    void navigate({ search: (search) => ({ ...search, range: chosen }), replace: true });
  return (
    <>
      <section className="card p-5" aria-labelledby="requests" aria-busy={usage.isFetching}>
        <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
          <h2 id="requests" className="label">
            Requests
          </h2>
          <Tabs look="seg" label="Time span" value={range} onChange={choose} tabs={RANGES} />
        </div>
        {usage.isError && data === undefined ? (
          <Notice tone="bad">
            {messageOf(usage.error)}{" "}
            <Button size="small" onClick={() => void usage.refetch()}>
              Try again
            </Button>
          </Notice>
        ) : (
          <UsageChart
            label={`Requests, last ${RANGE_LABELS[range]}`}
            bars={bars}
            unit={range === "24h" ? "Hour" : "Day (UTC)"}
          />
        )}
      </section>
      <div className="grid grid-cols-1 gap-5 md:grid-cols-2">
        <Breakdown
          title="By tool"
          shares={(data?.by_operation ?? []).map(operationShare)}
          empty="No tool was called."
        />
        <Breakdown title="By client" shares={(data?.by_client ?? []).map(clientShare)} empty="No client called." />
        <Breakdown title="By country" shares={(data?.by_country ?? []).map(countryShare)} empty="Nobody called." />
        <Breakdown title="By outcome" shares={(data?.by_outcome ?? []).map(outcomeShare)} empty="Nothing to tell." />
      </div>
    </>
  );
}

type Counts = { readonly start: string; readonly ok: number; readonly failed: number; readonly refused: number };

function barOf({ start, ok, failed, refused }: Counts, bucket: UsageSpan["bucket"]): Bar {
  const { tick, label } = momentOf(start, bucket);
  return { key: start, tick, label, ok, errors: failed + refused };
}

type BreakdownProps = { readonly title: string; readonly shares: readonly Share[]; readonly empty: string };

function Breakdown({ title, shares, empty }: BreakdownProps): ReactElement {
  const id = `usage-${title.toLowerCase().replaceAll(" ", "-")}`;
  return (
    <section className="card p-5" aria-labelledby={id}>
      <h2 id={id} className="label mb-3">
        {title}
      </h2>
      <BarList shares={shares} empty={empty} />
    </section>
  );
}

type Operation = { readonly surface: string; readonly operation: string; readonly count: number };
type Labelled = { readonly label: string; readonly count: number };

function operationShare({ surface, operation, count }: Operation): Share {
  return { key: `${surface} ${operation}`, label: operation, count };
}

function clientShare({ label, count }: Labelled): Share {
  return { key: label, label: label === "" ? "Gave no name" : label, count };
}

function countryShare({ label, count }: Labelled): Share {
  return { key: label, label: label === "" ? "Unknown" : countryName(label), count };
}

/** Every code but "ok" has its place in the documentation of errors. */
function outcomeShare({ outcome, count }: { readonly outcome: string; readonly count: number }): Share {
  return { key: outcome, label: OUTCOMES[outcome] ?? <ErrorCode code={outcome} />, count };
}

const OUTCOMES: Readonly<Record<string, ReactNode>> = {
  ok: "Successful",
  client_error: "The request was wrong (4xx)",
  server_error: "The server failed (5xx)",
};

function ErrorCode({ code }: { readonly code: string }): ReactElement {
  return (
    <a className="link" href={`/docs/errors#${code}`}>
      {code}
    </a>
  );
}
