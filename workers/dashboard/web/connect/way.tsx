/** One way to connect a client: what to do, in its order, or what is in the way. */
import { Link } from "@tanstack/react-router";
import type { ReactElement, ReactNode } from "react";
import { FORMATS_CHECKED_ON, type McpClient, type McpClientId, type Verified } from "#shared/mcp-clients.ts";
import { connect, type Connect } from "#shared/mcp-clients/connect.ts";
import type { ConnectInput, Shell } from "#shared/mcp-clients/connection.ts";
import { ENV_VAR, SERVER_NAME_DEFAULT } from "#shared/mcp-clients/server-name.ts";
import { useSession } from "../api/session.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { ConnectBlocks } from "./connect-blocks.tsx";
import { usePreference } from "./use-preference.ts";

export type Form = ConnectInput["secret"];

export type WayProps = {
  readonly client: McpClient;
  readonly form: Form;
  /** The key's text, while it is known. */
  readonly secret: string | null;
  readonly allowsQuery: boolean;
  /** Makes a key for a client that cannot be connected with this one. */
  readonly onCreate?: ((client: McpClientId) => void) | undefined;
  /** How to choose another way. */
  readonly children?: ReactNode;
};

const SHELLS = [
  { value: "bash", label: "bash, zsh" },
  { value: "powershell", label: "PowerShell" },
] as const;

export function Way({ client, form, secret, allowsQuery, onCreate, children }: WayProps): ReactElement {
  const { mcp_url: url } = useSession();
  const [shell, setShell] = usePreference<Shell>("shell", ["bash", "powershell"], shellOfSystem());
  const input = { name: SERVER_NAME_DEFAULT, url, envVar: ENV_VAR, key: secret, shell, secret: form, allowsQuery };
  const answer = connect(client.id, input);
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap gap-2 empty:hidden">
        {children}
        {hasCommand(answer) && <Tabs look="seg" label="Shell" tabs={SHELLS} value={shell} onChange={setShell} />}
      </div>
      <Answer answer={answer} client={client} onCreate={onCreate} />
    </div>
  );
}

type AnswerProps = Pick<WayProps, "client" | "onCreate"> & { readonly answer: Connect };

function Answer({ answer, client, onCreate }: AnswerProps): ReactElement {
  if (answer.kind === "ready") {
    return (
      <>
        <ConnectBlocks blocks={answer.blocks} label={client.label} />
        {answer.form === "sign-in" && <WhereItAppears client={client} />}
        <p className="hint text-xs!">
          Formats checked on {checkedOn.format(Date.parse(FORMATS_CHECKED_ON))}, {KNOWN_FROM[answer.verified]}.
        </p>
      </>
    );
  }
  const isForAnotherKey = answer.reason === "needs_key" || answer.reason === "needs_query_key";
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

function WhereItAppears({ client }: Pick<WayProps, "client">): ReactElement {
  return (
    <p className="text-[13px]">
      In the browser you choose what {client.label} may do, and where. Then it is among your{" "}
      <Link to="/apps" className="link">
        connected apps
      </Link>
      , where you can disconnect it.
    </p>
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
