/** The answers that came with the page, each for the first request that asks for it. See `shared/dashboard/pages.ts`. */

const answers = new Map<string, unknown>(readBoot());

/** The answer to `GET url`, once; `undefined` when the page brought none. */
export function takeBootAnswer(url: string): Response | undefined {
  if (!answers.has(url)) return undefined;
  const body = answers.get(url);
  answers.delete(url);
  return Response.json(body);
}

function readBoot(): [string, unknown][] {
  const text = document.querySelector("#boot")?.textContent ?? "{}";
  const boot: unknown = JSON.parse(text);
  return typeof boot === "object" && boot !== null ? Object.entries(boot) : [];
}
