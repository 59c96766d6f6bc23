/**
 * What a client is to be connected to, checked, and the blocks that say how. Whatever is put into a command, a file or
 * a link comes from a `Connection`, and its texts have only characters that every shell, encoding and client leaves
 * alone, so that nothing further down has to escape them. Pure.
 */

export type Shell = "bash" | "powershell";

/** What the one who connects a client says. */
export type ConnectInput = {
  /** What the client will call this server: see `serverName`. */
  readonly name: string;
  /** The address of `/mcp`. */
  readonly url: string;
  /** The key's text, which exists only right after it was made; `null` later. */
  readonly key: string | null;
  /** The variable that has the key, in the form that carries none. */
  readonly envVar: string;
  readonly shell: Shell;
  /** The form wished for: a client that has no such form answers in its own. */
  readonly secret: "inline" | "env";
  /** Whether the key may travel in the address, as its `allow_query` says. */
  readonly allowsQuery: boolean;
};

/** How a client comes by the key: written into its settings, named as a variable, or asked for by the client itself. */
export type SecretForm = "inline" | "env" | "prompt";

export type Secret =
  | { readonly form: "inline"; readonly key: string }
  | { readonly form: "env" }
  | { readonly form: "prompt"; readonly key: string | null };

/** What builders work on: everything checked, and the form settled. */
export type Connection<S extends Secret = Secret> = {
  readonly name: string;
  readonly url: string;
  readonly shell: Shell;
  readonly envVar: string;
  readonly secret: S;
  readonly allowsQuery: boolean;
};
export type InlineSecret = Extract<Secret, { form: "inline" }>;
export type PromptSecret = Extract<Secret, { form: "prompt" }>;
/** A form that a file or a command can have: the key itself, or the name of a variable. */
export type FileSecret = Exclude<Secret, { form: "prompt" }>;

/** One thing to show, in its order. What is inside is data: texts to copy exactly as they are, and never markup. */
export type Block =
  | { readonly kind: "command"; readonly label: string; readonly shell: Shell; readonly text: string }
  | FileBlock
  /** An `https:` address never has the key in it; one of an app's own scheme may. */
  | { readonly kind: "link"; readonly href: string; readonly label: string }
  | { readonly kind: "steps"; readonly items: readonly Step[] }
  | { readonly kind: "warning" | "note"; readonly text: string };

export type FileBlock = {
  readonly kind: "file";
  /** Where it belongs, by system; one without a system is the same on all. */
  readonly paths: readonly FilePath[];
  readonly language: "json" | "toml" | "yaml" | "js" | "python";
  readonly text: string;
  readonly note: string | null;
};
export type FilePath = { readonly system: "macOS" | "Linux" | "Windows" | null; readonly path: string };

/** What to do in an app; `value` is what to enter there, and `copyable` says that typing it would be a pity. */
export type Step = { readonly label: string; readonly value: string | null; readonly copyable: boolean };

/** No space, quote, `$`, `%`, `=`, `+`, `!`, `\`, query or fragment: each breaks a shell, an encoding or a client. */
const PLAIN_URL = /^https?:\/\/[a-z0-9.:[\]-]+(\/[A-Za-z0-9._~/-]*)?$/;

/** A first label that is `localhost`, loopback, private and link-local addresses, and names that only a network knows. */
const PRIVATE_HOST =
  /^(localhost|0\.0\.0\.0|127\.[\d.]+|10\.[\d.]+|192\.168\.[\d.]+|169\.254\.[\d.]+|172\.(1[6-9]|2\d|3[01])\.[\d.]+|\[(::1|f[cd].*|fe[89ab].*)\]|[^.[]+|.+\.(localhost|local|internal|test))$/;

/** Says what no client could take: a bug of the caller's, for names, variables and keys are made here. */
export function assertPlain({ name, url, key, envVar }: ConnectInput): void {
  // The key itself is never in the message.
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name)) throw new Error("a server's name has only a-z, 0-9 and hyphens");
  if (!PLAIN_URL.test(url) || !URL.canParse(url)) throw new Error("a server's address is http(s), host, port and path");
  if (key !== null && !/^[A-Za-z0-9_-]+$/.test(key)) throw new Error("a key has only letters, digits, _ and -");
  if (!/^[A-Z_][A-Z0-9_]*$/.test(envVar)) throw new Error("a variable's name has only A-Z, 0-9 and _");
}

/** Whether servers of a vendor can reach an address: https, and a host that the internet knows. */
export function isPublicHttps(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" && !PRIVATE_HOST.test(hostname);
}

/** Whether a key sent to an address can be read on the way: http, and not to this machine. */
export function isReadableOnTheWay(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === "http:" && !/^(localhost|.+\.localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
}

/** The value of the header `Authorization`; `reference` is how the client spells a variable in its settings. */
export function bearer({ secret, envVar }: Connection<FileSecret>, reference: (variable: string) => string): string {
  return `Bearer ${secret.form === "inline" ? secret.key : reference(envVar)}`;
}

export function note(text: string): Block {
  return { kind: "note", text };
}

export function warning(text: string): Block {
  return { kind: "warning", text };
}

export function link(href: string, label: string): Block {
  return { kind: "link", href, label };
}

/** A path that is the same on every system. */
export function anywhere(path: string): FilePath[] {
  return [{ system: null, path }];
}

/** A step whose value is copied, not typed. */
export function enter(label: string, value: string): Step {
  return { label, value, copyable: true };
}

/** A step whose value is chosen in the app or short enough to type; `null` where there is only something to do. */
export function choose(label: string, value: string | null = null): Step {
  return { label, value, copyable: false };
}
