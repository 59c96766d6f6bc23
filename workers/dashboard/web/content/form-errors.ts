/** What the API refused of a form, as sentences beside its fields. */
import { messageOf, ProblemError } from "../api/problem-error.ts";

/** The sentence for the field at this JSON pointer, or for something inside of it. */
export function fieldError(error: unknown, path: string): string | undefined {
  const message = error instanceof ProblemError ? error.field(path) : undefined;
  return message === undefined ? undefined : sentence(message);
}

/** The sentence for the whole form: when the request failed and no field of `paths` says why. */
export function formError(error: unknown, paths: readonly string[]): string | undefined {
  if (error === null || paths.some((path) => fieldError(error, path) !== undefined)) return undefined;
  return `${messageOf(error)} Nothing was saved.`;
}

/** The API writes "must not be empty". */
function sentence(text: string): string {
  const begin = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return /[.?:]$/.test(begin) ? begin : `${begin}.`;
}
