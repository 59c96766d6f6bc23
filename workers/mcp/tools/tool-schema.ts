/** A tool's zod schemas as the JSON Schemas that `tools/list` shows, kept short: each one is in every context window. */
import { z } from "zod";

/** The root of a tool's schema is an object (2026-07-28, Tools). */
const rootSchema = z.looseObject({ type: z.literal("object") });
const definitionsSchema = z.record(z.string(), z.unknown());
const objectSchema = z.record(z.string(), z.unknown());

export type ToolSchema = z.output<typeof rootSchema>;

/** What the caller sends: with every bound, so that a model meets them before it is refused. */
export function inputSchemaOf(schema: z.ZodType): ToolSchema {
  return shorten(
    z.toJSONSchema(schema, {
      io: "input",
      override: ({ jsonSchema }) => {
        // `format` says the same in two words; the pattern of a date-time alone is 100 tokens.
        if (jsonSchema.format === "date-time") delete jsonSchema.pattern;
      },
    }),
  );
}

/**
 * What the tool answers: types alone. Open to members that are not listed, because clients keep the schema of a
 * connection and validate against it: a field added later must not break them.
 */
export function outputSchemaOf(schema: z.ZodType): ToolSchema {
  return shorten(
    z.toJSONSchema(schema, {
      io: "output",
      override: ({ jsonSchema }) => {
        delete jsonSchema.pattern;
        delete jsonSchema.minimum;
        delete jsonSchema.maximum;
        delete jsonSchema.additionalProperties;
      },
    }),
  );
}

/** Without `$schema` (2020-12 is MCP's own default) and without references, which not every client resolves. */
function shorten(jsonSchema: object): ToolSchema {
  const { $schema: _, $defs, ...schema } = objectSchema.parse(jsonSchema);
  return rootSchema.parse(inline(schema, definitionsSchema.parse($defs ?? {})));
}

/** Ours do not refer to themselves, so this ends. */
function inline(value: unknown, definitions: Record<string, unknown>): unknown {
  if (Array.isArray(value)) return value.map((item) => inline(item, definitions));
  const object = objectSchema.safeParse(value);
  if (!object.success) return value;
  const { $ref, ...own } = object.data;
  const referred = typeof $ref === "string" ? inline(definitions[$ref.replace("#/$defs/", "")], definitions) : {};
  const written = Object.entries(own).map(([name, member]) => [name, inline(member, definitions)]);
  return { ...objectSchema.parse(referred), ...Object.fromEntries(written) };
}
