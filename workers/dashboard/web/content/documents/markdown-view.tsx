/** A Markdown text, rendered. While it is being read for the first time there is nothing; then the last good one stays. */
import type { Token } from "marked";
import { type ReactElement, useEffect, useState } from "react";
import { Notice } from "../../ui/notice.tsx";
import { MarkdownBlocks } from "./markdown-blocks.tsx";
import { readMarkdown } from "./read-markdown.ts";

type Reading = { readonly text: string; readonly tokens: readonly Token[] | null };

export function MarkdownView({ text }: { readonly text: string }): ReactElement | null {
  const [reading, setReading] = useState<Reading | null>(null);
  useEffect(() => {
    const leaving = new AbortController();
    const read = async (): Promise<void> => {
      const tokens = await readMarkdown(text, leaving.signal);
      if (!leaving.signal.aborted) setReading({ text, tokens });
    };
    void read();
    return () => leaving.abort();
  }, [text]);
  if (reading === null) return null;
  if (reading.tokens === null) return <AsItIs text={reading.text} />;
  return (
    <div className="prose">
      <MarkdownBlocks tokens={reading.tokens} />
    </div>
  );
}

function AsItIs({ text }: { readonly text: string }): ReactElement {
  return (
    <div className="flex flex-col gap-4">
      <Notice tone="info">This text is too intricate to be rendered, so it is shown as it was written.</Notice>
      <pre className="text-[13px] wrap-anywhere whitespace-pre-wrap" dir="auto">
        {text}
      </pre>
    </div>
  );
}
