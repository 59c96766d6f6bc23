/**
 * What the dashboard's pages may load and run: their own files, and the one inline script that sets the theme before
 * the first paint, by its hash. The script and its hash are both made here, so that they cannot drift apart.
 */

/** Runs before anything is painted. `localStorage.theme` is `light`, `dark`, or absent for the system's choice. */
export const THEME_SCRIPT = `(function(){var m=localStorage.getItem("theme"),d=m?m==="dark":matchMedia("(prefers-color-scheme: dark)").matches;document.documentElement.dataset.mode=d?"dark":"light"})()`;

let themeHash: Promise<string> | undefined;

/** The `Content-Security-Policy` of every page with our style sheet: no inline styles, no other script. */
async function contentSecurityPolicy(): Promise<string> {
  themeHash ??= sha256(THEME_SCRIPT);
  return [
    "default-src 'none'",
    `script-src 'self' 'sha256-${await themeHash}'`,
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** The policy of pages that are there to be read: the theme is all that runs, and nothing is sent anywhere. */
export async function readingPolicy(): Promise<string> {
  themeHash ??= sha256(THEME_SCRIPT);
  return [
    "default-src 'none'",
    `script-src 'sha256-${await themeHash}'`,
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/**
 * The policy of the page that asks for consent. Its form leads to the app's own address, wherever that is: browsers hold
 * a form's redirects to `form-action`, which is left out for that. What is sent, and where to, the server alone decides.
 */
export async function consentPolicy(): Promise<string> {
  return (await readingPolicy()).replace("form-action 'none'; ", "");
}

/** The headers of a page made for one person: never stored, never framed, with the policy above. */
export async function pageHeaders(): Promise<Record<string, string>> {
  return {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": await contentSecurityPolicy(),
    // NOTE: not "no-referrer", under which browsers send `Origin: null` with a form (Fetch §3.2), which we refuse.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "private, no-store",
  };
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(digest).toBase64();
}
