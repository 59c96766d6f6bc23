/** Zod's issues as field errors: JSON pointers (RFC 6901), no value of the caller's repeated. */
import type { z } from "zod";
import type { FieldError } from "#shared/refusals.ts";

const ERRORS_MAX = 20;
const FIELD_NAME_LENGTH_MAX = 40;

/** One error per field; unknown fields are named, unless their name is long or not plain enough to repeat. */
export function fieldErrors(error: z.ZodError): FieldError[] {
  const first = new Map<string, FieldError>();
  for (const found of error.issues.flatMap(issueErrors)) if (!first.has(found.path)) first.set(found.path, found);
  return [...first.values()].slice(0, ERRORS_MAX);
}

function issueErrors(issue: z.core.$ZodIssue): FieldError[] {
  const path = pointer(issue.path);
  if (issue.code === "invalid_type" && issue.message.endsWith("received undefined")) {
    return [{ path, message: "is required" }];
  }
  if (issue.code !== "unrecognized_keys") return [{ path, message: issue.message.replace(/^Invalid input: /, "") }];
  return issue.keys.map((key) => ({ path: `${path}/${nameable(key)}`, message: "unknown field" }));
}

function pointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${typeof part === "number" ? part : nameable(String(part))}`).join("");
}

function nameable(name: string): string {
  if (name.length > FIELD_NAME_LENGTH_MAX || !/^[\w.-]*$/.test(name)) return "(not repeated)";
  return name;
}
