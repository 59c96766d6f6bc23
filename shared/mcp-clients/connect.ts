/**
 * How to connect a client, as blocks that a page shows without knowing the client. Pure: nothing is fetched or kept, so
 * a key that is put in goes no further than the page that asks.
 */
import { type McpClient, type McpClientId, mcpClient, type Verified } from "../mcp-clients.ts";
import { BUILDERS } from "./builders.ts";
import {
  assertPlain,
  type Block,
  type ConnectInput,
  isReadableOnTheWay,
  note,
  type SecretForm,
  warning,
} from "./connection.ts";
import { canSignInAt, isOutOfReach } from "./forms.ts";

/** How to connect a client, or what is in the way and what to do about it. */
export type Connect =
  | {
      readonly kind: "ready";
      /** The form of the answer: the client's own, where it has not the one wished for. */
      readonly form: SecretForm;
      /** In the order of doing. */
      readonly blocks: readonly Block[];
      /** For this shell: no command was run in PowerShell. */
      readonly verified: Verified;
    }
  | Blocked;

/** A key made for this client first, one that may travel in the address, or an address of another kind is needed. */
type Blocked = {
  readonly kind: "blocked";
  readonly reason: "needs_key" | "needs_query_key" | "needs_public_https" | "needs_https";
  readonly text: string;
};

/**
 * Says how to connect a client. Throws for a name, address, variable or key with characters outside of what every
 * client takes: those are made here, so that would be a bug.
 */
export function connect(id: McpClientId, input: ConnectInput): Connect {
  assertPlain(input);
  const client = mcpClient(id);
  const answer = blockedBy(client, input) ?? built(client, input);
  if (answer.kind === "blocked") return answer;
  const isUntried = input.shell === "powershell" && answer.blocks.some(({ kind }) => kind === "command");
  const verified = (answer.form === "sign-in" ? client.signsIn : null) ?? client.verified;
  return {
    kind: "ready",
    form: answer.form,
    blocks: [...warnings(input), ...fallback(client, input), ...answer.blocks],
    verified: isUntried && verified === "run" ? "docs" : verified,
  };
}

function blockedBy(client: McpClient, { url, allowsQuery, secret }: ConnectInput): Blocked | null {
  const { id, label } = client;
  if (isOutOfReach(client, url))
    return {
      kind: "blocked",
      reason: "needs_public_https",
      text: `${label} calls from the internet and cannot reach ${url}. Use the https address of a deployment.`,
    };
  if (secret === "sign-in" && client.signsIn !== null) return canSignInAt(url) ? null : notHttps(client, url);
  if (id === "chatgpt" && !allowsQuery)
    return {
      kind: "blocked",
      reason: "needs_query_key",
      text: `${label} has no field for a key. Let it sign in, or create a key with “Connector URL” allowed, under Advanced.`,
    };
  return null;
}

type Built = { readonly kind: "built"; readonly form: SecretForm; readonly blocks: readonly Block[] };

function built(client: McpClient, { key, secret, ...rest }: ConnectInput): Built | Blocked {
  if (secret === "sign-in" && client.signsIn !== null)
    return { kind: "built", form: "sign-in", blocks: BUILDERS[client.id]({ ...rest, secret: { form: "sign-in" } }) };
  if (client.takes === "prompt") {
    // Who wishes for no key in any text is shown none.
    const shown = secret === "env" ? null : key;
    return {
      kind: "built",
      form: "prompt",
      blocks: BUILDERS[client.id]({ ...rest, secret: { form: "prompt", key: shown } }),
    };
  }
  if (client.takes === "either" && secret === "env")
    return { kind: "built", form: "env", blocks: BUILDERS[client.id]({ ...rest, secret: { form: "env" } }) };
  if (key === null)
    return {
      kind: "blocked",
      reason: "needs_key",
      text: `Create a key for ${client.label}: the text of a stored key cannot be shown again.`,
    };
  return { kind: "built", form: "inline", blocks: BUILDERS[client.id]({ ...rest, secret: { form: "inline", key } }) };
}

function notHttps({ label }: McpClient, url: string): Blocked {
  return {
    kind: "blocked",
    reason: "needs_https",
    text: `Apps sign in over https, and this address is ${url}. Connect ${label} with a key.`,
  };
}

function warnings({ url }: ConnectInput): Block[] {
  return isReadableOnTheWay(url)
    ? [warning("This address is not https: whoever is on the way can read the key, and use it.")]
    : [];
}

function fallback({ label, takes, signsIn }: McpClient, { secret }: ConnectInput): Block[] {
  if (secret === "sign-in") return signsIn === null ? [note(`${label} is not known to sign in: it takes a key.`)] : [];
  return takes === "inline" && secret === "env"
    ? [note(`${label} keeps the key in its own settings: it cannot be relied on to read a variable.`)]
    : [];
}
