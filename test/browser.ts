/** A browser as far as the server can tell: it keeps cookies, sends `Origin` with its forms, and follows no redirect. */
import { exports } from "cloudflare:workers";
import { ORIGIN } from "./people.ts";

export type Shown = {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  /** Where it is sent to; empty when nowhere. */
  readonly location: string;
  /** The page's text without markup, in one line. */
  readonly text: string;
};

export type Browser = {
  readonly cookies: Map<string, string>;
  readonly open: (path: string, headers?: Readonly<Record<string, string>>) => Promise<Shown>;
  readonly submit: (
    path: string,
    fields: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Shown>;
  /** What a page's script sends: JSON, with an Origin. */
  readonly send: (path: string, body: unknown, method?: string) => Promise<Shown & { readonly body: unknown }>;
};

/** One with no cookies. */
export function newBrowser(): Browser {
  const cookies = new Map<string, string>();
  const ask = async (method: string, path: string, init: { headers: HeadersInit; body?: BodyInit }): Promise<Shown> => {
    const headers = new Headers(init.headers);
    if (cookies.size > 0) headers.set("Cookie", [...cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    const response = await exports.default.fetch(`${ORIGIN}${path}`, { ...init, method, headers, redirect: "manual" });
    for (const cookie of response.headers.getSetCookie()) keep(cookies, cookie);
    const html = await response.text();
    const text = html
      .replaceAll(/<script[\s\S]*?<\/script>|<[^>]+>/g, " ")
      .replaceAll("&#39;", "'")
      .replaceAll(/\s+/g, " ")
      .trim();
    return {
      status: response.status,
      headers: response.headers,
      html,
      location: response.headers.get("location") ?? "",
      text,
    };
  };
  return {
    cookies,
    open: (path, headers = {}) => ask("GET", path, { headers: { Accept: "text/html", ...headers } }),
    submit: (path, fields, headers = {}) =>
      ask("POST", path, {
        headers: { Accept: "text/html", Origin: ORIGIN, ...headers },
        body: new URLSearchParams(fields),
      }),
    send: async (path, body, method = "POST") => {
      const headers = { Origin: ORIGIN, "Content-Type": "application/json" };
      const shown = await ask(method, path, method === "GET" ? { headers } : { headers, body: JSON.stringify(body) });
      const parsed: unknown = /^[[{]/.test(shown.html) ? JSON.parse(shown.html) : null;
      return { ...shown, body: parsed };
    },
  };
}

function keep(cookies: Map<string, string>, cookie: string): void {
  const [pair = "", ...attributes] = cookie.split(";").map((part) => part.trim());
  const [name, value] = [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)] as const;
  if (value === "" || attributes.some((attribute) => /^max-age=0$/i.test(attribute))) cookies.delete(name);
  else cookies.set(name, value);
}
