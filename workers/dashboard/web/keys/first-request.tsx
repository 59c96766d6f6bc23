/** Waits for a request with a key that was just made or renewed, and says by what and from where it came. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleCheck, LoaderCircle } from "lucide-react";
import { type ReactElement, useEffect, useState } from "react";
import type { Key } from "#shared/management/keys.ts";
import { userOf } from "./key-activity.tsx";
import { keyQuery } from "./key-query.ts";
import { KEYS } from "./keys-query.ts";

const ASK_AGAIN_MS = 2000;
const PATIENCE_MS = 15 * 60 * 1000;

/** Asks every two seconds for a quarter of an hour, and not while nobody looks. */
export function FirstRequest({ waitingKey }: { readonly waitingKey: Key }): ReactElement {
  const before = waitingKey.last_used?.at ?? null;
  const isPatient = usePatience();
  const { data } = useQuery({
    ...keyQuery(waitingKey.id),
    staleTime: 0,
    refetchInterval: ({ state }) => {
      const isUsed = (state.data?.last_used?.at ?? before) !== before;
      return isUsed || !isPatient ? false : ASK_AGAIN_MS;
    },
    refetchIntervalInBackground: false,
  });
  const use = data?.last_used ?? null;
  const isUsed = use !== null && use.at !== before;
  useListsThatKnow(isUsed);
  if (isUsed) {
    return (
      <p role="status" className="first-request text-ok">
        <CircleCheck size={16} aria-hidden />
        <span>
          <b className="font-medium">Connected</b>
          {use.client === null && use.country === null ? "" : `: ${userOf(use)?.replace(/^by /, "") ?? ""}`}
        </span>
      </p>
    );
  }
  return (
    <p role="status" className="first-request text-muted">
      {isPatient && <LoaderCircle size={16} aria-hidden className="animate-spin" />}
      {isPatient
        ? before === null
          ? "Waiting for the first request…"
          : "Waiting for the next request… It shows here within a minute."
        : "No request so far. The list of keys shows when one was made."}
    </p>
  );
}

/** What the list says of the key has to be as new as what is said here: it warns of deleting a key in use. */
function useListsThatKnow(isUsed: boolean): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (isUsed) void queries.invalidateQueries({ queryKey: KEYS });
  }, [isUsed, queries]);
}

function usePatience(): boolean {
  const [isPatient, setPatient] = useState(true);
  useEffect(() => {
    const timer = setTimeout(() => setPatient(false), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return isPatient;
}
