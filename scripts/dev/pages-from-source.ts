/** A page of the Worker, which names what was built, as one that names its sources. Pure. */
import { THEME_SCRIPT } from "../../workers/dashboard/content-security-policy.ts";

const BOOT = /<script id="boot"[\s\S]*?<\/script>/;
const DOCS_STYLESHEET = /\/assets\/docs-[\w-]+\.css/g;
const STYLESHEET = /\/assets\/[\w-]+\.css/g;
const PASSKEY_SCRIPT = /\/assets\/passkey-[\w-]+\.js/g;
const VITE_CLIENT = '<script type="module" src="/@vite/client"></script>';

/**
 * `makeShell` gives the shell of the signed-in pages, as Vite makes it; the theme and the first answers, which the
 * Worker put into its own, go into that one too. Every other page keeps its text.
 */
export async function withoutBuild(html: string, makeShell: () => Promise<string>): Promise<string> {
  const [boot] = BOOT.exec(html) ?? [];
  if (boot === undefined) {
    const fromSource = html
      .replaceAll(DOCS_STYLESHEET, "/docs.css")
      .replaceAll(STYLESHEET, "/app.css")
      .replaceAll(PASSKEY_SCRIPT, "/pages/passkey.ts");
    return fromSource.replace("</head>", () => `${VITE_CLIENT}</head>`);
  }
  const shell = await makeShell();
  return shell
    .replace("<head>", (head) => `${head}<script>${THEME_SCRIPT}</script>`)
    .replace("</body>", (end) => `${boot}${end}`);
}
