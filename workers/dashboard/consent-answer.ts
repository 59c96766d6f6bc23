/** What the form of the consent page says. It is text from a browser: what may be given is looked up, never read here. */
import { APP_SCOPES, type Scope } from "#shared/scopes.ts";
import type { AppContext } from "#workers/http/app-env.ts";

export type ConsentAnswer = {
  readonly handle: string;
  /** Whom the page was shown to. */
  readonly personId: string;
  readonly isAllowed: boolean;
  /** Those ticked, as far as apps can have them. */
  readonly scopes: readonly Scope[];
  /** Ids, of workspaces or not. */
  readonly workspaces: readonly string[];
};

/** See the file. A broken body allows nothing. */
export async function readConsentAnswer(c: AppContext): Promise<ConsentAnswer> {
  const form = await c.req.formData().catch(() => new FormData());
  const texts = (name: string): string[] =>
    form.getAll(name).flatMap((value) => (typeof value === "string" ? [value] : []));
  const ticked = texts("scope");
  return {
    handle: texts("handle")[0] ?? "",
    personId: texts("person")[0] ?? "",
    isAllowed: texts("decision").at(-1) === "allow",
    scopes: APP_SCOPES.filter((scope) => ticked.includes(scope)),
    workspaces: [...new Set(texts("workspace"))],
  };
}
