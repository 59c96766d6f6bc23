/** How a tool is declared: one file each, listed in `table.ts`. */
import type { Tool as ListedTool, ToolAnnotations } from "@modelcontextprotocol/server";
import type { z } from "zod";
import type { Principal } from "#shared/principal.ts";
import type { Refusal } from "#shared/refusals.ts";
import { err, type Result } from "#shared/result.ts";
import type { Scope } from "#shared/scopes.ts";
import type { ToolName } from "#shared/tool-names.ts";
import type { AutomationDeps } from "#workers/content/deps.ts";
import { fieldErrors } from "#workers/http/field-errors.ts";
import { utf8 } from "../utf8.ts";
import { inputSchemaOf, outputSchemaOf } from "./tool-schema.ts";

/** All four hints are said, because clients that find one missing assume the worse. */
type Annotations = Required<Omit<ToolAnnotations, "title">>;

type Declaration<Input extends z.ZodType, Output extends z.ZodType> = {
  readonly name: ToolName;
  readonly title: string;
  readonly scope: Scope;
  /** When to use it, and what to call next. */
  readonly description: string;
  readonly annotations: Annotations;
  readonly input: Input;
  readonly output: Output;
  /** The use case. It checks what the principal reaches; the scope was checked before. */
  readonly run: (
    deps: AutomationDeps,
    principal: Principal,
    input: z.output<Input>,
  ) => Promise<Result<z.output<Output>, Refusal>>;
};

/** A tool as the server uses it, whatever its input is. */
export type Tool = {
  readonly name: ToolName;
  readonly scope: Scope;
  /** The entry of `tools/list`. */
  readonly listing: ListedTool;
  /** {@link listing} as JSON in UTF-8. */
  readonly listingUtf8: Uint8Array;
  /** The schema of what it answers; tests hold answers against it. */
  readonly output: z.ZodType;
  /** Parses the arguments, then runs. Refusals: `invalid_request`, and those of the use case. */
  readonly run: (deps: AutomationDeps, principal: Principal, args: unknown) => Promise<Result<unknown, Refusal>>;
};

/** The schemas are written out here, once per isolate: doing so for each request would be a quarter of its CPU time. */
export function defineTool<Input extends z.ZodType, Output extends z.ZodType>(
  declaration: Declaration<Input, Output>,
): Tool {
  const { name, title, scope, description, annotations, input, output, run } = declaration;
  const schemas = { inputSchema: inputSchemaOf(input), outputSchema: outputSchemaOf(output) };
  const listing = { name, title, description, ...schemas, annotations };
  return {
    name,
    scope,
    output,
    listing,
    listingUtf8: utf8(JSON.stringify(listing)),
    async run(deps, principal, args) {
      const parsed = input.safeParse(args);
      if (!parsed.success) return err({ code: "invalid_request", errors: fieldErrors(parsed.error) });
      return run(deps, principal, parsed.data);
    },
  };
}

/** Hints of a tool that only reads this server's own data. */
export const READS: Annotations = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
};
/** Of one that adds: called twice, it adds twice. */
export const CREATES: Annotations = {
  readOnlyHint: false,
  destructiveHint: false,
  idempotentHint: false,
  openWorldHint: false,
};
/** Of one that overwrites what was there: called twice, it changes nothing more. */
export const UPDATES: Annotations = {
  readOnlyHint: false,
  destructiveHint: true,
  idempotentHint: true,
  openWorldHint: false,
};
/** Of one that makes another system do something, nobody here knows what. */
export const ACTS: Annotations = {
  readOnlyHint: false,
  destructiveHint: true,
  idempotentHint: false,
  openWorldHint: true,
};
