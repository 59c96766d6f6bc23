/**
 * Reads Markdown off the page's thread: `marked` takes quadratic time for some texts, and a text is anybody's of the
 * workspace. Who asks gives up on it after a while. Answers tokens, never HTML; `null` for what can't be read.
 */
import { lexer } from "marked";

addEventListener("message", ({ data }: MessageEvent<unknown>) => {
  postMessage(typeof data === "string" ? read(data) : null);
});

function read(text: string): unknown {
  try {
    return lexer(text, { gfm: true });
  } catch {
    // Nested deeper than its stack.
    return null;
  }
}
