/** How to connect each client, with everything filled in: the table of `shared/mcp-clients.ts`, shown. */
import { type ReactElement, useState } from "react";
import { type ClientGroup, MCP_CLIENTS, type McpClientId, mcpClient } from "#shared/mcp-clients.ts";
import { canSignIn, formsOf } from "#shared/mcp-clients/forms.ts";
import { useSession } from "../api/session.ts";
import { Tabs } from "../ui/tabs.tsx";
import { CLIENT_GROUPS } from "./client-groups.ts";
import { usePreference } from "./use-preference.ts";
import { type Form, Way, type WayProps } from "./way.tsx";

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
          <div className="mt-3">
            <Ways key={id} client={mcpClient(id)} secret={secret} allowsQuery={allowsQuery} onCreate={onCreate} />
          </div>
        </Tabs>
      </div>
    </Tabs>
  );
}

const KEY_FORMS = [
  { value: "inline", label: "Paste and go" },
  { value: "env", label: "Environment variable" },
] as const;
const WITH_KEY = [{ value: "inline", label: "With a key" }] as const;
const SIGN_IN = [{ value: "sign-in", label: "Sign in" }] as const;

/** The ways with a key first, whatever the client does best: who is here has one. */
function Ways({ client, ...rest }: Omit<WayProps, "form" | "children">): ReactElement {
  const { mcp_url: url } = useSession();
  const [wished, setWished] = usePreference<"inline" | "env">("secret-form", ["inline", "env"], "inline");
  const [isSigningIn, setSigningIn] = useState(false);
  const isEither = rest.secret !== null && formsOf(client).includes("env");
  const tabs = [...(isEither ? KEY_FORMS : WITH_KEY), ...(canSignIn(client, url) ? SIGN_IN : [])];
  const withKey = rest.secret === null ? "env" : wished;
  const choose = (chosen: Form): void => {
    setSigningIn(chosen === "sign-in");
    if (chosen !== "sign-in" && isEither) setWished(chosen);
  };
  return (
    <Way client={client} form={isSigningIn ? "sign-in" : withKey} {...rest}>
      {tabs.length > 1 && (
        <Tabs
          look="seg"
          label="How it is let in"
          tabs={tabs}
          value={isSigningIn ? "sign-in" : isEither ? wished : "inline"}
          onChange={choose}
        />
      )}
    </Way>
  );
}
