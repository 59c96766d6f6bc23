/** In place of a page that could not be shown: why, what to do, and the id to report it with. */
import { useQueryClient } from "@tanstack/react-query";
import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { CloudOff } from "lucide-react";
import type { ReactElement } from "react";
import { messageOf, ProblemError } from "../api/problem-error.ts";
import { Button } from "../ui/button.tsx";
import { useTitle } from "../ui/page-head.tsx";
import { PageNotFound } from "./page-not-found.tsx";

export function PageFailed({ error, reset }: ErrorComponentProps): ReactElement {
  const router = useRouter();
  const queries = useQueryClient();
  useTitle("Not loaded");
  if (error instanceof ProblemError && error.status === 404) return <PageNotFound />;
  const retry = (): void => {
    void queries.resetQueries({ predicate: (query) => query.state.status === "error" });
    reset();
    void router.invalidate();
  };
  const requestId = error instanceof ProblemError ? error.requestId : null;
  return (
    <div className="card mt-8 grid justify-items-center px-6 py-16 text-center" role="alert">
      <CloudOff size={22} aria-hidden className="text-muted" />
      <h1 className="mt-4 text-base font-medium">This page could not be loaded</h1>
      <p className="mt-1 max-w-md text-muted">{messageOf(error)}</p>
      <Button variant="primary" className="mt-5" onClick={retry}>
        Try again
      </Button>
      {requestId !== null && (
        <p className="mt-4 text-xs text-muted">
          Request <code className="font-mono">{requestId}</code>
        </p>
      )}
    </div>
  );
}
