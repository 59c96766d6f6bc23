/** What the API refused, as an error that says what to do: RFC 9457 problem details. */

type FieldProblem = { readonly path: string; readonly message: string };

type Problem = {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly requestId: string | null;
  readonly fields: readonly FieldProblem[];
};

/** Thrown by every request that was not answered well. `message` is a sentence for people. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | null;
  readonly #fields: readonly FieldProblem[];

  constructor(problem: Problem) {
    super(problem.detail);
    this.name = "ProblemError";
    this.status = problem.status;
    this.code = problem.code;
    this.requestId = problem.requestId;
    this.#fields = problem.fields;
  }

  /** The place inside of the field at this JSON pointer that is wrong, for fields that hold JSON: "/properties/name". */
  placeIn(path: string): string | undefined {
    const place = this.#fields.find((field) => field.path.startsWith(`${path}/`))?.path;
    return place?.slice(path.length);
  }

  /** What is wrong with the field at this JSON pointer ("/name"), or inside of it. */
  field(path: string): string | undefined {
    return this.#fields.find((field) => field.path === path || field.path.startsWith(`${path}/`))?.message;
  }
}

/** Reads the problem out of an answer; one that is none (a proxy's page) still says what happened. */
export async function problemOf(response: Response): Promise<ProblemError> {
  const body: unknown = await response.json().catch(() => null);
  const fields = entriesOf(body)["errors"];
  return new ProblemError({
    status: response.status,
    code: textOf(body, "code") ?? "unexpected_answer",
    detail: textOf(body, "detail") ?? `The server answered with ${response.status}. Try again in a moment.`,
    requestId: response.headers.get("x-request-id"),
    fields: Array.isArray(fields) ? fields.flatMap(fieldOf) : [],
  });
}

/** A sentence for any error: what the API said, or that the network did not answer. */
export function messageOf(error: unknown): string {
  if (error instanceof ProblemError) return error.message;
  return "The server could not be reached. Check your connection and try again.";
}

function fieldOf(value: unknown): FieldProblem[] {
  const path = textOf(value, "path");
  const message = textOf(value, "message");
  return path === undefined || message === undefined ? [] : [{ path, message }];
}

function textOf(value: unknown, name: string): string | undefined {
  const found = entriesOf(value)[name];
  return typeof found === "string" ? found : undefined;
}

function entriesOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
