/** The runs of an automation, the latest first, each with what its webhook answered. */
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import type { PastAutomationRun } from "#shared/content/automations.ts";
import { messageOf } from "../../api/problem-error.ts";
import { Button } from "../../ui/button.tsx";
import { Modal } from "../../ui/modal.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Time } from "../../ui/time.tsx";
import { rowsOf } from "../content-query.ts";
import { ShowMore } from "../../ui/show-more.tsx";
import type { Automation } from "./automation.ts";
import { runsQuery } from "./automations-query.ts";
import { RunAnswer, runNumbers, RunStatus } from "./run-outcome.tsx";

type RunHistoryProps = { readonly automation: Automation; readonly open: boolean; readonly onClose: () => void };

export function RunHistory({ automation, open, onClose }: RunHistoryProps): ReactElement {
  return (
    <Modal
      open={open}
      onClose={onClose}
      width="wide"
      title="Run history"
      description={`Who ran “${automation.name}”, and how its webhook answered.`}
      footer={<Button onClick={onClose}>Done</Button>}
    >
      <Runs id={automation.id} />
    </Modal>
  );
}

function Runs({ id }: { readonly id: string }): ReactElement {
  const found = useInfiniteQuery(runsQuery(id));
  const runs = rowsOf(found.data);
  if (runs === undefined && found.error !== null) return <Notice tone="bad">{messageOf(found.error)}</Notice>;
  if (runs === undefined) return <p className="text-muted">Loading…</p>;
  if (runs.length === 0) return <p className="text-muted">It has not been run yet.</p>;
  return (
    <>
      <ul className="card" aria-label="Runs">
        {runs.map((run) => (
          <RunRow key={run.id} run={run} />
        ))}
      </ul>
      <ShowMore list={found} what="runs" />
    </>
  );
}

function RunRow({ run }: { readonly run: PastAutomationRun }): ReactElement {
  return (
    <li className="border-line px-4 py-2.5 not-first:border-t">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5">
        <RunStatus status={run.status} />
        <span className="text-[13px] text-muted tabular-nums">{runNumbers(run)}</span>
        <span className="text-[13px] text-muted">
          <Time at={run.started_at} />
        </span>
      </div>
      <p className="text-left text-[13px] wrap-anywhere text-muted">
        <StartedBy by={run.started_by} />
      </p>
      {run.status !== "running" && (
        <details className="mt-1">
          <summary className="w-fit rounded-sm text-[13px] text-muted">Answer</summary>
          <div className="mt-2">
            <RunAnswer run={run} />
          </div>
        </details>
      )}
    </li>
  );
}

function StartedBy({ by }: { readonly by: PastAutomationRun["started_by"] }): ReactElement {
  if (by === null) return <>By somebody</>;
  const { gone, kept } = BY_MEANS[by.credential];
  if (by.user === null) return <>{gone}</>;
  return (
    <>
      By <bdi className="text-fg">{by.user.name}</bdi>
      {kept}
    </>
  );
}

const BY_MEANS = {
  key: { gone: "By a key that is deleted", kept: ", with a key" },
  app: { gone: "By an app that is disconnected", kept: ", by a connected app" },
  session: { gone: "By somebody who was signed in", kept: ", signed in" },
} as const;
