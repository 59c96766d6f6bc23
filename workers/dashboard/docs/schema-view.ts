/** JSON Schemas in words: what a value is, within which bounds, with which members. */
import { html } from "hono/html";
import type { Schema } from "./api-model.ts";
import { prose } from "./markup.ts";
import type { Html } from "./page.ts";

const COMPONENTS = "#/components/schemas/";

/** What a value is, in one line; a named schema is a link to it. */
export function typeOf(schema: Schema): Html {
  if (schema.$ref !== undefined) return schemaLink(nameOf(schema.$ref));
  if (schema.enum !== undefined)
    return html`${joined(
      schema.enum.map((value) => html`<code>${String(value)}</code>`),
      " or ",
    )}`;
  if (schema.oneOf !== undefined) return html`one of ${schema.oneOf.length} forms`;
  if (schema.items !== undefined) return html`array of ${typeOf(schema.items)}${isNullable(schema) ? ", or null" : ""}`;
  const types = [schema.type ?? "any JSON value"].flat().map((type) => named(type, schema.format));
  return html`${types.join(" or ")}`;
}

/** The members of an object, one below the other; nothing for a value that has none. */
export function membersOf(schema: Schema): Html {
  if (schema.oneOf !== undefined) {
    return html`${schema.oneOf.map(
      (form, index) =>
        html`<p class="form">Form ${index + 1}</p>
          ${membersOf(form)}`,
    )}`;
  }
  if (schema.items !== undefined) return membersOf(schema.items);
  if (schema.properties === undefined) return html``;
  const required = new Set(schema.required);
  return html`<dl>
    ${Object.entries(schema.properties).map(([name, member]) =>
      definition({ name, schema: member, remark: required.has(name) ? null : "optional" }),
    )}
  </dl>`;
}

/** One named value. `remark` stands behind its type. */
export function definition(value: {
  readonly name: string;
  readonly schema: Schema;
  readonly remark: string | null;
}): Html {
  const { name, schema, remark } = value;
  const notes = [schema.description ?? "", boundsOf(schema)].filter(Boolean).join(" ");
  return html`<div>
    <dt>
      <code class="name">${name}</code> <span class="type">${typeOf(schema)}</span>
      ${remark === null ? "" : html`<span class="remark">${remark}</span>`}
    </dt>
    <dd>${notes === "" ? "" : html`<p>${prose(notes)}</p>`}${membersOf(schema)}</dd>
  </div>`;
}

/** A link to a named schema's own entry. */
export function schemaLink(name: string): Html {
  return html`<a href="#schema-${name}">${name}</a>`;
}

/** The name of a named schema, from a reference to it. */
export function nameOf(ref: string): string {
  return ref.replace(COMPONENTS, "");
}

function named(type: string, format: string | undefined): string {
  return type === "string" && format === "date-time" ? "ISO 8601 time" : type;
}

function isNullable(schema: Schema): boolean {
  return Array.isArray(schema.type) && schema.type.includes("null");
}

function boundsOf(schema: Schema): string {
  const bounds = [
    between(schema.minLength, schema.maxLength, "characters"),
    between(schema.minItems, schema.maxItems, "entries"),
    between(schema.minimum, schema.maximum, ""),
    schema.pattern === undefined ? "" : `Matches \`${schema.pattern}\`.`,
    schema.default === undefined ? "" : `Default: \`${JSON.stringify(schema.default)}\`.`,
  ];
  return bounds.filter(Boolean).join(" ");
}

function between(from: number | undefined, to: number | undefined, unit: string): string {
  const what = unit === "" ? "" : ` ${unit}`;
  if (from === undefined) return to === undefined ? "" : `At most ${to}${what}.`;
  return to === undefined ? `At least ${from}${what}.` : `From ${from} to ${to}${what}.`;
}

function joined(parts: readonly Html[], separator: string): (Html | string)[] {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [separator, part]));
}
