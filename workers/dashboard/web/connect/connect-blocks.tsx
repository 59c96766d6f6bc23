/** What to run, write, open or enter to connect a client, in its order. All of it is text: nothing in it is markup. */
import { ExternalLink } from "lucide-react";
import type { ReactElement } from "react";
import type { Block, Step } from "#shared/mcp-clients/connection.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { Notice } from "../ui/notice.tsx";
import { CodeBlock } from "./code-block.tsx";
import { followAppLink } from "./opening-app.ts";

type ConnectBlocksProps = {
  readonly blocks: readonly Block[];
  /** The client's name, for those who hear the page. */
  readonly label: string;
};

export function ConnectBlocks({ blocks, label }: ConnectBlocksProps): ReactElement[] {
  return blocks.map((block, index) => {
    return <OneBlock key={index} block={block} label={label} />;
  });
}

function OneBlock({ block, label }: { readonly block: Block; readonly label: string }): ReactElement {
  switch (block.kind) {
    case "command":
      return <CodeBlock title={block.label} text={block.text} label={`${label}: ${block.label}`} />;
    case "file":
      return (
        <div>
          <CodeBlock title={block.path ?? "Paste this"} text={block.text} label={`${label}: ${block.path ?? "text"}`} />
          {block.note !== null && <p className="hint mt-1.5">{block.note}</p>}
        </div>
      );
    case "link":
      return <AppLink href={block.href} label={block.label} />;
    case "steps":
      return <Steps items={block.items} />;
    case "warning":
      return <Notice>{block.text}</Notice>;
    case "note":
      return <p className="hint">{block.text}</p>;
  }
}

/** A page opens beside this one; an app's own scheme opens the app and leaves the page as it is. */
function AppLink({ href, label }: { readonly href: string; readonly label: string }): ReactElement {
  const isPage = href.startsWith("https:");
  return (
    <p>
      <a className="btn" href={href} rel="noreferrer" {...(isPage ? { target: "_blank" } : { onClick: followAppLink })}>
        <ExternalLink size={14} aria-hidden />
        {label}
      </a>
    </p>
  );
}

function Steps({ items }: { readonly items: readonly Step[] }): ReactElement {
  return (
    <ol className="steps">
      {items.map(({ label, value, copyable }) => (
        <li key={`${label} ${value ?? ""}`}>
          <span>{label}</span>
          {value !== null && (
            <span className="step-value">
              <code className="min-w-0 flex-1 font-mono text-[12.5px] break-all select-all">{value}</code>
              {copyable && <CopyButton text={value} label={`Copy ${label}`} />}
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}
