/** The management API, typed by its own routes. The dashboard asks it and nothing else. */
import { type ClientResponse, hc } from "hono/client";
import type { restRoutes } from "#workers/api/rest.ts";
import { takeBootAnswer } from "./boot.ts";
import { problemOf } from "./problem-error.ts";

/** `api.v1.keys[":id"].$get({ param: { id } })` is `GET /v1/keys/{id}`. */
export const api = hc<typeof restRoutes>("/", { fetch: ask });

/** The body of an answer that is well; anything else is thrown as a `ProblemError`. */
export async function answerOf<Body>(request: Promise<ClientResponse<Body, number, "json">>): Promise<Body> {
  const response = await request;
  return response.json();
}

async function ask(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const isRead = (init?.method ?? "GET") === "GET";
  const booted = isRead ? takeBootAnswer(input instanceof Request ? input.url : String(input)) : undefined;
  const response = booted ?? (await fetch(input, init));
  if (response.ok) return response;
  const problem = await problemOf(response);
  if (problem.status === 401) signInAgain();
  throw problem;
}

/** The session has ended, here or elsewhere: back to this very place after signing in. */
function signInAgain(): void {
  location.assign(`/sign-in?to=${encodeURIComponent(`${location.pathname}${location.search}`)}`);
}
