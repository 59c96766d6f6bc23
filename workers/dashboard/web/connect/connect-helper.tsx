/** How to connect each client, with everything filled in: the table of `shared/mcp-clients.ts`, shown. */
import { type ReactElement, useState } from "react";
import {
  type ClientGroup,
  FORMATS_CHECKED_ON,
  MCP_CLIENTS,
  type McpClient,
  type McpClientId,
  mcpClient,
  type Verified,
} from "#shared/mcp-clients.ts";
import { connect, type Connect } from "#shared/mcp-clients/connect.ts";
import type { Shell } from "#shared/mcp-clients/connection.ts";
import { formsOf } from "#shared/mcp-clients/forms.ts";
import { ENV_VAR, SERVER_NAME_DEFAULT } from "#shared/mcp-clients/server-name.ts";
import { useSession } from "../api/session.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { ConnectBlocks } from "./connect-blocks.tsx";
import { CLIENT_GROUPS } from "./client-groups.ts";
import { usePreference } from "./use-preference.ts";

type ConnectHelperProps = {
  /** The key's text, while it is known. */
  readonly secret: string | null;
  readonly allowsQuery: boolean;
  /** The one to begin with. */
  readonly client: McpClientId | null;
  /** Makes a key for a client that cannot be connected with this one. */
  readonly onCreate?: (client: McpClientId) => void;
};

export function ConnectHelper({ secret, allowsQuery, client, onCreate }: ConnectHelperProps): ReactElement {
  const [id, setId] = useState<McpClientId>(client ?? "claude-code");
  const { group } = mcpClient(id);
  const members = MCP_CLIENTS.filter((candidate) => candidate.group === group);
  const chooseGroup = (chosen: ClientGroup): void => {
    const first = MCP_CLIENTS.find((candidate) => candidate.group === chosen);
    if (first !== undefined) setId(first.id);
  };
  return (
    <Tabs label="Kind of client" tabs={CLIENT_GROUPS} value={group} onChange={chooseGroup}>
      <div className="mt-3">
        <Tabs
          look="pills"
          label="Client"
          tabs={members.map((member) => ({ value: member.id, label: member.label }))}
          value={id}
          onChange={setId}
        >
          <Ways client={mcpClient(id)} secret={secret} allowsQuery={allowsQuery} onCreate={onCreate} />
        </Tabs>
      </div>
    </Tabs>
  );
}

const SHELLS = [
  { value: "bash", label: "bash, zsh" },
  { value: "powershell", label: "PowerShell" },
] as const;
const FORMS = [
  { value: "inline", label: "Paste and go" },
  { value: "env", label: "Environment variable" },
] as const;

type WaysProps = {
  readonly client: McpClient;
  readonly secret: string | null;
  readonly allowsQuery: boolean;
  readonly onCreate: ((client: McpClientId) => void) | undefined;
};

function Ways({ client, secret, allowsQuery, onCreate }: WaysProps): ReactElement {
  const { mcp_url: url } = useSession();
  const [shell, setShell] = usePreference<Shell>("shell", ["bash", "powershell"], shellOfSystem());
  const [wished, setWished] = usePreference<"inline" | "env">("secret-form", ["inline", "env"], "inline");
  const hasChoice = secret !== null && formsOf(client).includes("env");
  const answer = connect(client.id, {
    name: SERVER_NAME_DEFAULT,
    url,
    key: secret,
    envVar: ENV_VAR,
    shell,
    secret: secret === null ? "env" : wished,
    allowsQuery,
  });
  return (
    <div className="mt-3 flex min-w-0 flex-col gap-3">
      {(hasChoice || hasCommand(answer)) && (
        <div className="flex flex-wrap gap-2">
          {hasChoice && <Tabs look="seg" label="Where the key goes" tabs={FORMS} value={wished} onChange={setWished} />}
          {hasCommand(answer) && <Tabs look="seg" label="Shell" tabs={SHELLS} value={shell} onChange={setShell} />}
        </div>
      )}
      <Answer answer={answer} client={client} onCreate={onCreate} />
    </div>
  );
}

type AnswerProps = Pick<WaysProps, "client" | "onCreate"> & { readonly answer: Connect };

function Answer({ answer, client, onCreate }: AnswerProps): ReactElement {
  if (answer.kind === "ready") {
    return (
      <>
        <ConnectBlocks blocks={answer.blocks} label={client.label} />
        <p className="hint text-xs!">
          Formats checked on {checkedOn.format(Date.parse(FORMATS_CHECKED_ON))}, {KNOWN_FROM[answer.verified]}.
        </p>
      </>
    );
  }
  const isForAnotherKey = answer.reason !== "needs_public_https";
  return (
    <Notice tone="info">
      <p>{answer.text}</p>
      {isForAnotherKey && onCreate !== undefined && (
        <Button size="small" className="mt-2" onClick={() => onCreate(client.id)}>
          Create a key for {client.label}
        </Button>
      )}
    </Notice>
  );
}

const checkedOn = new Intl.DateTimeFormat("en", { dateStyle: "long", timeZone: "UTC" });

const KNOWN_FROM: Readonly<Record<Verified, string>> = {
  run: "by running it",
  source: "in its source",
  docs: "in its documentation",
};

function hasCommand(answer: Connect): boolean {
  return answer.kind === "ready" && answer.blocks.some(({ kind }) => kind === "command");
}

function shellOfSystem(): Shell {
  return navigator.platform.startsWith("Win") ? "powershell" : "bash";
}
