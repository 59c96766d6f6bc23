/** Markdown inside of a line, as React elements. See `markdown-blocks.tsx` for what is kept out. */
import type { MarkedToken, Token } from "marked";
import type { ReactElement, ReactNode } from "react";
import { resolveReferences } from "./character-references.ts";
import { keyed } from "./keyed-tokens.ts";
import { safeLink } from "./safe-link.ts";

const DEPTH_MAX = 48;

type InlineProps = { readonly tokens: readonly Token[]; readonly depth: number };

export function MarkdownInline({ tokens, depth }: InlineProps): ReactElement {
  return (
    <>
      {keyed(tokens).map(({ key, token }) => (
        <Inline key={key} token={token} depth={depth + 1} />
      ))}
    </>
  );
}

type OneProps = { readonly token: MarkedToken; readonly depth: number };

function Inline({ token, depth }: OneProps): ReactNode {
  if (depth > DEPTH_MAX) return token.raw;
  switch (token.type) {
    case "strong":
      return (
        <strong className="font-semibold">
          <MarkdownInline tokens={token.tokens} depth={depth} />
        </strong>
      );
    case "em":
      return (
        <em>
          <MarkdownInline tokens={token.tokens} depth={depth} />
        </em>
      );
    case "del":
      return (
        <del>
          <MarkdownInline tokens={token.tokens} depth={depth} />
        </del>
      );
    case "codespan":
      return <code>{token.text}</code>;
    case "br":
      return <br />;
    case "checkbox":
      return (
        <span aria-label={token.checked ? "Done" : "Open"} role="img">
          {token.checked ? "☑ " : "☐ "}
        </span>
      );
    case "link":
      return (
        <Leaving href={token.autolink === true ? token.href : resolveReferences(token.href)} raw={token.raw}>
          <MarkdownInline tokens={token.tokens} depth={depth} />
        </Leaving>
      );
    case "image":
      return (
        <Leaving href={resolveReferences(token.href)} raw={token.raw}>
          Image{token.text === "" ? "" : `: ${resolveReferences(token.text)}`}
        </Leaving>
      );
    case "text":
      if (token.tokens !== undefined) return <MarkdownInline tokens={token.tokens} depth={depth} />;
      // `escaped` is false where references may be left: neither in bare addresses nor inside of HTML.
      return token.escaped === false ? resolveReferences(token.text) : token.text;
    case "escape":
      return token.text;
    default:
      // HTML, as it was written.
      return token.raw;
  }
}

type LeavingProps = { readonly href: string; readonly raw: string; readonly children: ReactNode };

/** A link out, or the source where the address is none to follow. */
function Leaving({ href, raw, children }: LeavingProps): ReactNode {
  const safe = safeLink(href);
  if (safe === null) return raw;
  return (
    <a href={safe} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}
