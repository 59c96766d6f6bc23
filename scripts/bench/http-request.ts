/** Requests as the load generator sends them: whole texts, as a client in Berlin would write them. */

/** What Cloudflare says of a caller, as workerd's socket takes it from a header; real ones say more. */
const PLACE = JSON.stringify({ continent: "EU", country: "DE", longitude: "13.40530" });

/** Loopback, since OAuth servers take no other name without TLS. */
const HOST = "localhost:8787";

export type HttpRequest = {
  readonly path: string;
  readonly bearer?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, by POST. */
  readonly body?: string;
};

/** The headers of a request, but for the length of its body. */
export function headersOf({ bearer, headers = {}, body }: HttpRequest): Record<string, string> {
  return {
    Host: HOST,
    "User-Agent": "bench/1.0",
    Accept: "application/json",
    "CF-Connecting-IP": "198.51.100.7",
    "MF-CF-Blob": PLACE,
    ...(bearer === undefined ? {} : { Authorization: `Bearer ${bearer}` }),
    ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    ...headers,
  };
}

/** The request's text. ASCII only. */
export function requestText(request: HttpRequest): string {
  const { path, body } = request;
  const lines = Object.entries(headersOf(request)).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = body === undefined ? "" : `Content-Length: ${Buffer.byteLength(body)}\r\n`;
  return `${body === undefined ? "GET" : "POST"} ${path} HTTP/1.1\r\n${lines.join("")}${length}\r\n${body ?? ""}`;
}
