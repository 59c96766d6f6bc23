/**
 * Markdown's tokens as React elements: text is only ever text, HTML is shown as it was written, images are links (nothing
 * is loaded from elsewhere), and links leave without referrer or opener. Deep nesting ends in the source text.
 */
import type { MarkedToken, Token, Tokens } from "marked";
import type { ReactElement, ReactNode } from "react";
import { MarkdownInline } from "./markdown-inline.tsx";
import { keyed } from "./keyed-tokens.ts";

/** Lists in quotes in lists: nobody reads more. React's own stack would end somewhere below. */
const DEPTH_MAX = 24;

type BlocksProps = { readonly tokens: readonly Token[]; readonly depth?: number };

export function MarkdownBlocks({ tokens, depth = 0 }: BlocksProps): ReactElement {
  return (
    <>
      {keyed(tokens).map(({ key, token }) => (
        <Block key={key} token={token} depth={depth} />
      ))}
    </>
  );
}

type BlockProps<Kind = MarkedToken> = { readonly token: Kind; readonly depth: number };

function Block({ token, depth }: BlockProps): ReactNode {
  if (depth > DEPTH_MAX) return <p className="whitespace-pre-wrap">{token.raw}</p>;
  switch (token.type) {
    case "space":
    case "def":
      return null;
    case "hr":
      return <hr />;
    case "heading":
      return <Heading token={token} depth={depth} />;
    case "paragraph":
      return (
        <p dir="auto">
          <MarkdownInline tokens={token.tokens} depth={depth} />
        </p>
      );
    case "code":
      return (
        <pre tabIndex={0}>
          <code>{token.text}</code>
        </pre>
      );
    case "blockquote":
      return (
        <blockquote dir="auto">
          <MarkdownBlocks tokens={token.tokens} depth={depth + 1} />
        </blockquote>
      );
    case "list":
      return <List token={token} depth={depth} />;
    case "table":
      return <Table token={token} depth={depth} />;
    case "html":
      return <p className="whitespace-pre-wrap">{token.text.trim()}</p>;
    default:
      // Inline tokens, as they stand in tight list items.
      return <MarkdownInline tokens={[token]} depth={depth} />;
  }
}

/** The page has the one `h1`, so the document's headings begin below it. */
function Heading({ token, depth }: BlockProps<Tokens.Heading>): ReactElement {
  const Level = (["h2", "h3", "h4", "h5", "h6"] as const)[Math.min(token.depth, 5) - 1] ?? "h6";
  return (
    <Level dir="auto" className={`h${token.depth}`}>
      <MarkdownInline tokens={token.tokens} depth={depth} />
    </Level>
  );
}

function List({ token, depth }: BlockProps<Tokens.List>): ReactElement {
  const items = token.items.map((item, index) => (
    <li key={index} dir="auto">
      <MarkdownBlocks tokens={item.tokens} depth={depth + 1} />
    </li>
  ));
  if (!token.ordered) return <ul>{items}</ul>;
  return <ol start={token.start === "" ? 1 : token.start}>{items}</ol>;
}

function Table({ token, depth }: BlockProps<Tokens.Table>): ReactElement {
  return (
    <div className="table-scroll" tabIndex={0} role="group" aria-label="Table">
      <table>
        <thead>
          <tr>
            {token.header.map((cell, index) => (
              <th key={index} dir="auto">
                <MarkdownInline tokens={cell.tokens} depth={depth} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {token.rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column} dir="auto">
                  <MarkdownInline tokens={cell.tokens} depth={depth} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
