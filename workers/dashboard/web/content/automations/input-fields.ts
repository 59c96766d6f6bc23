/**
 * A form out of an automation's input schema, where it is simple: an object of texts, numbers, yes-or-no and choices.
 * Anything else is typed as JSON; the API checks both alike. Pure.
 */
import type { Json, JsonObject } from "./json-text.ts";

type Schema = Readonly<Record<string, unknown>>;
type Choice = string | number | boolean | null;

export type InputField = {
  readonly name: string;
  /** The schema's `title`, else the name. */
  readonly label: string;
  readonly hint: string | undefined;
  readonly isRequired: boolean;
  readonly kind: "text" | "number" | "boolean" | "choice";
  /** Of a choice. */
  readonly choices: readonly Choice[];
  /** What the field shows first; a choice by its place in `choices`, a boolean as "true" or "". */
  readonly initial: string;
};

const FIELDS_MAX = 30;
/** With one of these the properties alone do not say what is accepted. */
const BEYOND_FIELDS = ["$ref", "allOf", "anyOf", "oneOf", "not", "if", "enum", "const", "patternProperties"];
const SIMPLE = new Map<unknown, InputField["kind"]>([
  ["string", "text"],
  ["number", "number"],
  ["integer", "number"],
  ["boolean", "boolean"],
]);

/** The fields, in the schema's order; `null` where a form can't ask for everything. */
export function inputFields(schema: Schema): readonly InputField[] | null {
  if (schema["type"] !== "object" || BEYOND_FIELDS.some((name) => Object.hasOwn(schema, name))) return null;
  const properties = objectOf(schema["properties"]) ?? {};
  const names = Object.keys(properties);
  const required = listOf(schema["required"]);
  if (required.some((name) => typeof name !== "string" || !names.includes(name))) return null;
  if (names.length > FIELDS_MAX || (names.length === 0 && schema["additionalProperties"] !== false)) return null;
  const fields = Object.entries(properties).map(([name, value]) => fieldOf(name, objectOf(value), required));
  return fields.every((field) => field !== null) ? fields : null;
}

/** What the form's values mean: what was left empty is left out. */
export function inputOf(fields: readonly InputField[], values: Readonly<Record<string, string>>): JsonObject {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = valueOf(field, values[field.name] ?? "");
      return value === undefined ? [] : [[field.name, value]];
    }),
  );
}

/** What the form shows first. */
export function initialValues(fields: readonly InputField[]): Readonly<Record<string, string>> {
  return Object.fromEntries(fields.map(({ name, initial }) => [name, initial]));
}

function fieldOf(name: string, schema: Schema | null, required: readonly unknown[]): InputField | null {
  if (schema === null || BEYOND_FIELDS.some((word) => word !== "enum" && Object.hasOwn(schema, word))) return null;
  const values = listOf(schema["enum"]);
  const choices = values.filter(isChoice);
  if (choices.length < values.length) return null;
  const kind = choices.length > 0 ? "choice" : SIMPLE.get(schema["type"]);
  if (kind === undefined) return null;
  return {
    name,
    label: textOf(schema["title"]) ?? name,
    hint: textOf(schema["description"]),
    isRequired: required.includes(name),
    kind,
    choices,
    initial: initialOf(kind, schema["default"], choices),
  };
}

function initialOf(kind: InputField["kind"], value: unknown, choices: readonly Choice[]): string {
  if (value === undefined) return "";
  if (kind === "choice") {
    const place = choices.findIndex((choice) => choice === value);
    return place === -1 ? "" : String(place);
  }
  if (kind === "boolean") return value === true ? "true" : "";
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function valueOf(field: InputField, text: string): Json | undefined {
  if (field.kind === "boolean") return text === "true";
  if (field.kind === "text") return text === "" && !field.isRequired ? undefined : text;
  if (text === "") return undefined;
  return field.kind === "choice" ? field.choices[Number(text)] : numberOrText(text);
}

/** What is no number is sent as it is, for the API to refuse beside the field. */
function numberOrText(text: string): Json {
  const value = Number(text);
  return Number.isFinite(value) ? value : text;
}

function objectOf(value: unknown): Schema | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : null;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isChoice(value: unknown): value is Choice {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}
