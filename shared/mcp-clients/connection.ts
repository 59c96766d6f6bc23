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
  readonly secret: "inline" | "env" | "sign-in";
  /** Whether the key may travel in the address, as its `allow_query` says. */
  readonly allowsQuery: boolean;
};

/**
 * How a client comes by the key: written into its settings, named as a variable, or asked for by the client itself.
 * `sign-in`: it comes by none, and has its person sign in.
 */
export type SecretForm = "inline" | "env" | "prompt" | "sign-in";

export type Secret =
  | { readonly form: "inline"; readonly key: string }
  | { readonly form: "env" }
  | { readonly form: "prompt"; readonly key: string | null }
  | { readonly form: "sign-in" };

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
export type FileSecret = Extract<Secret, { form: "inline" | "env" }>;
export type SignIn = Extract<Secret, { form: "sign-in" }>;

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
  /** Where it belongs, on the system of the shell; `null` for text that is pasted into a form. */
  readonly path: string | null;
  readonly language: "json" | "toml" | "yaml" | "js" | "python";
  readonly text: string;
  readonly note: string | null;
};

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
  assertShape("name", /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name));
  assertShape("address", PLAIN_URL.test(url) && URL.canParse(url));
  assertShape("key", key === null || /^[A-Za-z0-9_-]+$/.test(key));
  assertShape("variable", /^[A-Z_][A-Z0-9_]*$/.test(envVar));
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

type Headers = { readonly headers?: { readonly Authorization: string } };

/** What a client's entry has of the key; nothing where it signs in. */
export function headersWith(secret: InlineSecret | SignIn): Headers {
  return secret.form === "inline" ? { headers: { Authorization: `Bearer ${secret.key}` } } : {};
}

/** The same for a client that reads variables, spelled by `reference`. */
export function headersFor(
  { secret, envVar }: Connection<FileSecret | SignIn>,
  reference: (variable: string) => string,
): Headers {
  return secret.form === "env" ? { headers: { Authorization: `Bearer ${reference(envVar)}` } } : headersWith(secret);
}

/** What there is to do once the server is added; nothing where the key is there already. */
export function thenSignIn({ secret }: Connection, ...blocks: readonly Block[]): readonly Block[] {
  return secret.form === "sign-in" ? blocks : [];
}

export function command(label: string, shell: Shell, text: string): Block {
  return { kind: "command", label, shell, text };
}

/** A JSON file, or JSON to paste where there is no path. */
export function jsonFile(path: string | null, value: unknown, hint: string | null): Block {
  return { kind: "file", path, language: "json", text: JSON.stringify(value, null, 2), note: hint };
}

export function steps(...items: readonly Step[]): Block {
  return { kind: "steps", items };
}

/** What belongs after a command with the key in it. */
export function historyNote(): Block {
  return note("Your shell keeps this line in its history, with the key in it.");
}

/** For a file that may be there already. */
export const MERGE = "Already there? Add the entry to the others.";

export function note(text: string): Block {
  return { kind: "note", text };
}

export function warning(text: string): Block {
  return { kind: "warning", text };
}

export function link(href: string, label: string): Block {
  return { kind: "link", href, label };
}

/** A step whose value is copied, not typed. */
export function enter(label: string, value: string): Step {
  return { label, value, copyable: true };
}

/** A step whose value is chosen in the app or short enough to type; `null` where there is only something to do. */
export function choose(label: string, value: string | null = null): Step {
  return { label, value, copyable: false };
}

function assertShape(what: string, isPlain: boolean): void {
  if (!isPlain) throw new Error(`a ${what} with characters that not every client takes`);
}
