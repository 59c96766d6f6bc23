/** What a refused form shows: each refusal next to its field, the rest below, and always that nothing was saved. */
import { messageOf, ProblemError } from "../api/problem-error.ts";
import { FLAWED_FIELDS, type Flaws } from "./key-draft.ts";

export type FormErrors = {
  readonly flaws: Flaws;
  /** For the foot of the form; `null` when every refusal has its field. */
  readonly rest: string | null;
};

export const NO_ERRORS: FormErrors = { flaws: {}, rest: null };

/** For an act that makes something: without an answer nobody knows whether it was made. */
export function errorsOf(error: unknown): FormErrors {
  if (!(error instanceof ProblemError)) {
    return {
      flaws: {},
      rest: "No answer arrived, so it is not known whether this was saved. Check your connection and look at the list before you try again.",
    };
  }
  const found = FLAWED_FIELDS.flatMap((field) => {
    const message = error.field(`/${field}`);
    return message === undefined ? [] : [[field, sentence(message)] as const];
  });
  return {
    flaws: Object.fromEntries(found),
    rest: found.length > 0 ? null : `${messageOf(error)} Nothing was saved.`,
  };
}

function sentence(message: string): string {
  const [first = "", ...others] = message;
  return `${first.toUpperCase()}${others.join("")}. Nothing was saved.`;
}
