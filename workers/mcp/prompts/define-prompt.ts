/** How a prompt is declared: one file each, listed in `table.ts`. */
import type { Prompt as ListedPrompt } from "@modelcontextprotocol/server";
import type { z } from "zod";
import type { Refusal } from "#shared/refusals.ts";
import { err, ok, type Result } from "#shared/result.ts";
import { fieldErrors } from "#workers/http/field-errors.ts";
import type { Tool } from "../tools/define-tool.ts";

/** What an argument's completions are drawn from: things in reach, or a fixed list. */
export type Completer = "events" | "workspaces" | readonly string[];

type Argument = { readonly description: string; readonly completer: Completer };

type Declaration<Input extends z.ZodObject> = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** The tools that the text tells the model to call; a principal who may not call one does not see the prompt. */
  readonly needs: readonly Tool[];
  /** Ids and choices alone, no free text: what the prompt says is ours. */
  readonly input: Input;
  readonly arguments: { readonly [Name in keyof z.output<Input>]-?: Argument };
  readonly text: (input: z.output<Input>) => string;
};

/** A prompt as the server uses it, whatever its arguments are. */
export type Prompt = {
  readonly name: string;
  readonly needs: readonly Tool[];
  /** The entry of `prompts/list`. */
  readonly listing: ListedPrompt;
  readonly completers: ReadonlyMap<string, Completer>;
  /** Refusals: `invalid_request`. */
  readonly write: (args: unknown) => Result<string, Refusal>;
};

/** Reads no content: the model fetches it with the tools that the prompt names, and with their permissions. */
export function definePrompt<Input extends z.ZodObject>(declaration: Declaration<Input>): Prompt {
  const { name, title, description, needs, input, text } = declaration;
  const described = Object.entries<Argument>(declaration.arguments);
  return {
    name,
    needs,
    listing: {
      name,
      title,
      description,
      arguments: described.map(([argument, { description: about }]) => ({
        name: argument,
        description: about,
        required: input.shape[argument]?.safeParse(undefined).success === false,
      })),
    },
    completers: new Map(described.map(([argument, { completer }]) => [argument, completer])),
    write(args) {
      const parsed = input.safeParse(args);
      return parsed.success
        ? ok(text(parsed.data))
        : err({ code: "invalid_request", errors: fieldErrors(parsed.error) });
    },
  };
}
