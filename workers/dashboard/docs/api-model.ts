/**
 * The OpenAPI document as the reference page reads it: parsed, and ordered by group. The document is our own, but it
 * is made by a generator: what it does not have where the page expects it fails here, by name. Pure.
 */
import { z } from "zod";

const flatSchema = z.object({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  format: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  default: z.unknown().optional(),
  description: z.string().optional(),
  required: z.array(z.string()).optional(),
  pattern: z.string().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
});

/** A JSON Schema, as far as the page shows it. */
export type Schema = z.infer<typeof flatSchema> & {
  readonly properties?: Readonly<Record<string, Schema>> | undefined;
  readonly items?: Schema | undefined;
  readonly oneOf?: readonly Schema[] | undefined;
};

const schemaSchema: z.ZodType<Schema> = z.lazy(() =>
  flatSchema.extend({
    properties: z.record(z.string(), schemaSchema).optional(),
    items: schemaSchema.optional(),
    oneOf: z.array(schemaSchema).optional(),
  }),
);

const contentSchema = z.record(z.string(), z.object({ schema: schemaSchema }));
const parameterSchema = z.object({
  name: z.string(),
  in: z.enum(["path", "query", "header"]),
  required: z.boolean().default(false),
  schema: schemaSchema,
});

const operationSchema = z.object({
  summary: z.string(),
  description: z.string().optional(),
  tags: z.array(z.string()).min(1),
  "x-required-access": z.string(),
  parameters: z.array(parameterSchema).default([]),
  requestBody: z.object({ required: z.boolean().default(false), content: contentSchema }).optional(),
  responses: z.record(z.string(), z.object({ description: z.string(), content: contentSchema.optional() })),
});

const documentSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.object({ schemas: z.record(z.string(), schemaSchema) }),
});

export type Operation = z.infer<typeof operationSchema> & {
  /** In capitals. */
  readonly method: string;
  readonly path: string;
  /** The fragment under which the page has it. */
  readonly anchor: string;
};

export type Group = { readonly name: string; readonly anchor: string; readonly operations: readonly Operation[] };

/** Everything that the reference shows. */
export type ApiModel = {
  readonly groups: readonly Group[];
  readonly schemas: ReadonlyMap<string, Schema>;
};

/** Reads an OpenAPI 3.1 document; throws a ZodError for one without the parts that the page shows. */
export function apiModelOf(document: unknown): ApiModel {
  const { paths, components } = documentSchema.parse(document);
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => {
      const operation = { method: method.toUpperCase(), path, anchor: anchorOf(`${method}${path}`) };
      return Object.assign(operation, described);
    }),
  );
  const groups = Map.groupBy(operations, (operation) => operation.tags[0] ?? "Other");
  return {
    groups: [...groups].map(([name, members]) => ({
      name,
      anchor: anchorOf(name),
      operations: members.toSorted(inReadingOrder),
    })),
    schemas: new Map(Object.entries(components.schemas)),
  };
}

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** The collection, then what is below it; on one path reading first, deleting last. */
function inReadingOrder(a: Operation, b: Operation): number {
  return a.path.localeCompare(b.path) || METHODS.indexOf(a.method) - METHODS.indexOf(b.method);
}

function anchorOf(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
}
