/** A person with a browser's cookies and no browser: signs in, and answers the page that asks about an app. */

/** The server's owner, as {@link startServer} sets it up. */
const OWNER = { email: "ada@example.com", password: "correct horse battery" };

/** What they answer. `scopes` and `workspaces`: what is ticked; left out, as the page has them. */
export type ConsentWish = { readonly decision?: "allow" | "cancel"; readonly scopes?: readonly string[] };

export class Person {
  readonly #origin: string;
  readonly #cookies = new Map<string, string>();

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** Follows where an app sends them, signs in where asked to, answers, and says where the browser is sent then. */
  async answerConsent(authorizeUrl: string | URL, { decision = "allow", scopes }: ConsentWish = {}): Promise<URL> {
    let page = await this.#get(authorizeUrl);
    if (page.url.pathname === "/sign-in") {
      const to = page.url.searchParams.get("to") ?? "/";
      const signedIn = await this.#post("/sign-in", [...Object.entries(OWNER), ["to", to]]);
      page = await this.#get(new URL(signedIn, this.#origin));
    }
    const fields = fieldsIn(page.html).filter(([name]) => name !== "scope" || scopes === undefined);
    const answer = [
      ...fields,
      ...(scopes ?? []).map((scope): Field => ["scope", scope]),
      ["decision", decision] as const,
    ];
    return new URL(await this.#post(`${page.url.pathname}${page.url.search}`, answer), this.#origin);
  }

  async #get(url: string | URL): Promise<{ readonly url: URL; readonly html: string }> {
    const response = await this.#send(new URL(url, this.#origin), {});
    const location = response.headers.get("location");
    if (location !== null) return this.#get(new URL(location, this.#origin));
    return { url: new URL(response.url), html: await response.text() };
  }

  /** Sends a form; where it leads. Throws with the page where it leads nowhere. */
  async #post(path: string, fields: readonly Field[]): Promise<string> {
    const body = new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value]));
    const response = await this.#send(new URL(path, this.#origin), { method: "POST", body });
    const location = response.headers.get("location");
    if (location === null) throw new Error(`${response.status} at ${path}: ${await response.text()}`);
    return location;
  }

  async #send(url: URL, init: RequestInit): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { cookie, origin: this.#origin };
    const response = await fetch(url, { ...init, headers, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.#cookies.set(name, value);
    }
    return response;
  }
}

type Field = readonly [name: string, value: string];

/** What a form would send if nobody touched it: hidden fields, and boxes that are ticked and not disabled. */
function fieldsIn(html: string): Field[] {
  return Array.from(html.matchAll(/<input\b([^>]*)>/g), ([, attributes = ""]) => attributes).flatMap((attributes) => {
    const attribute = (name: string): string => new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? "";
    const isBox = attribute("type") === "checkbox";
    const isSent = attribute("type") === "hidden" || (isBox && /\bchecked\b/.test(attributes));
    return isSent && !/\bdisabled\b/.test(attributes) ? [[attribute("name"), attribute("value")] as const] : [];
  });
}
