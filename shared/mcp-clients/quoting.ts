/**
 * Text on its way into a shell, a link or a file. Every function is total or refuses by throwing: text that a shell
 * could read as more than text never comes out. Pure.
 */
import type { Shell } from "./connection.ts";

/** In double quotes: what bash, zsh, PowerShell and cmd all read as it is. Throws for text with a meaning to any. */
export function quoted(text: string): string {
  if (!/^[A-Za-z0-9 :/._~,=[\]-]*$/.test(text)) throw new Error("text that a shell would change in double quotes");
  return `"${text}"`;
}

/** In single quotes, for text that has `$` or `"`: a shell expands nothing there. Not for cmd, which has none. */
export function literal(text: string, shell: Shell): string {
  return `'${text.replaceAll("'", shell === "bash" ? String.raw`'\''` : "''")}'`;
}

/** The header with a variable that the shell itself fills in when the command runs. */
export function expandedBearer(variable: string, shell: Shell): string {
  return `"Authorization: Bearer $${shell === "bash" ? "" : "env:"}${variable}"`;
}

/** JSON as part of a link's query. Throws for a `%` inside: VS Code decodes twice. */
export function linkJson(value: unknown): string {
  const text = JSON.stringify(value);
  if (text.includes("%")) throw new Error("a link's JSON must not have a percent sign");
  return encodeURIComponent(text);
}

/** JSON as base64 of its UTF-8, as part of a link's query: a bare `+` would be read as a space. */
export function linkBase64(value: unknown): string {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  return encodeURIComponent(btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join("")));
}
