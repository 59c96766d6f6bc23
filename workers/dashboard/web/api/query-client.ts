/** What is known from the API, for as long as it is fresh. Secrets never come here: see `keys/reveal-key.tsx`. */
import { QueryClient } from "@tanstack/react-query";
import { ProblemError } from "./problem-error.ts";

const FRESH_MS = 15_000;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      // What was refused is refused again; what did not arrive may arrive the second time.
      retry: (failures, error) => failures < 1 && !(error instanceof ProblemError && error.status < 500),
    },
    mutations: { retry: false },
  },
});
