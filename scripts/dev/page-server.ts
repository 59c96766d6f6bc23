/**
 * Vite in front of the Worker. It serves the browser's own sources; every other request goes to the Worker as it came,
 * Host and Origin included, so that cookies and the check for our own pages work as they do in front of people.
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { createServer, type ProxyOptions, type ViteDevServer } from "vite";
import { withoutBuild } from "./pages-from-source.ts";

const WEB = "workers/dashboard/web";
/** Vite's own addresses: its client, modules outside of the root, dependencies that it bundled. */
const VITE_PATH = /^\/(@|node_modules\/)/;
/** What the policy of a built page forbids, and a page from source needs: inline styles and scripts, a socket. */
const HEADERS_OF_BUILT_PAGES = new Set(["content-security-policy", "content-length", "etag"]);

export type PageServer = { readonly url: string; readonly stop: () => Promise<void> };

/** Starts it; throws when the port is taken. */
export async function startPageServer(options: { port: number; workerUrl: string }): Promise<PageServer> {
  const state: { vite?: ViteDevServer } = {};
  const vite = await createServer({
    configFile: "workers/dashboard/vite.config.ts",
    appType: "custom",
    clearScreen: false,
    server: {
      port: options.port,
      strictPort: true,
      // Secrets and storage are in the repository's folder, which Vite would serve.
      fs: { deny: [".dev.vars*", ".env*", "**/.git/**", "**/.wrangler/**", "**/.latchkey/**"] },
      proxy: { "^/": toWorker(options.workerUrl, state) },
    },
  });
  state.vite = vite;
  await vite.listen();
  return { url: `http://localhost:${options.port}`, stop: async () => vite.close() };
}

function toWorker(target: string, state: { vite?: ViteDevServer }): ProxyOptions {
  return {
    target,
    selfHandleResponse: true,
    bypass: (request) => (isSource(request.url ?? "/") ? request.url : undefined),
    configure: (proxy) => {
      // Pages are read here, so they come as plain text.
      proxy.on("proxyReq", (request) => request.removeHeader("accept-encoding"));
      proxy.on("proxyRes", (answer, request, response) => void passOn(answer, response, pageOf(state, request)));
    },
  };
}

/** Whether the browser's side has a file for it. Pages of the dashboard share their paths with folders, not with files. */
function isSource(url: string): boolean {
  const { pathname } = new URL(url, "http://localhost");
  if (VITE_PATH.test(pathname)) return true;
  const paths = [join(WEB, pathname), join(WEB, "public", pathname)];
  return pathname !== "/index.html" && paths.some((path) => existsSync(path) && statSync(path).isFile());
}

type MakePage = (html: string) => Promise<string>;

function pageOf({ vite }: { vite?: ViteDevServer }, { url = "/" }: IncomingMessage): MakePage {
  return async (html) => {
    if (vite === undefined) return html;
    const shell = readFileSync(join(WEB, "index.html"), "utf8");
    return withoutBuild(html, async () => vite.transformIndexHtml(url, shell.replaceAll('"./', '"/')));
  };
}

async function passOn(answer: IncomingMessage, response: ServerResponse, makePage: MakePage): Promise<void> {
  const isPage = /^text\/html\b/.test(answer.headers["content-type"] ?? "");
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value !== undefined && !(isPage && HEADERS_OF_BUILT_PAGES.has(name))) response.setHeader(name, value);
  }
  response.statusCode = answer.statusCode ?? 502;
  if (!isPage) return void answer.pipe(response);
  try {
    const html = Buffer.concat(await answer.toArray()).toString();
    response.end(await makePage(html));
  } catch (thrown) {
    response.statusCode = 502;
    response.end(thrown instanceof Error ? thrown.message : String(thrown));
  }
}
