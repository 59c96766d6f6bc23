/** One request, with the headers that the load sends: `fetch` would not send another Host. */
import { request as send } from "node:http";
import { text } from "node:stream/consumers";
import { headersOf, type HttpRequest } from "./http-request.ts";

export type Answer = { readonly status: number; readonly body: string };

const TIMEOUT_MS = 20_000;

/** Asks the Worker that listens at `url`; throws when it does not answer. */
export async function ask(url: URL, request: HttpRequest): Promise<Answer> {
  return new Promise((settle, reject) => {
    const { body } = request;
    const sent = send(new URL(request.path, url), {
      method: body === undefined ? "GET" : "POST",
      headers: headersOf(request),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    sent.on("error", reject);
    sent.on("response", (response) => {
      text(response).then((answer) => settle({ status: response.statusCode ?? 0, body: answer }), reject);
    });
    sent.end(body);
  });
}
