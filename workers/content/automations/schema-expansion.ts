/**
 * How large a schema is once every `$ref` stands for what it refers to. Twenty definitions that each use the next one
 * twice are a million schemas to evaluate, and one that refers to itself may never end. Pure.
 */

/** Objects in the expanded schema. */
const EXPANDED_MAX = 5000;

/** What is wrong with the references of a schema, or null. Nesting must be bounded already. */
export function expansionFlaw(schema: Record<string, unknown>): string | null {
  const size = expandedSize(schema, { root: schema, sizes: new Map() });
  if (typeof size === "string") return size;
  return size > EXPANDED_MAX ? `must be at most ${EXPANDED_MAX} schemas with its references written out` : null;
}

type Walk = {
  readonly root: unknown;
  /** Sizes of objects already counted; `null` for those being counted, so that meeting one again is a circle. */
  readonly sizes: Map<object, number | null>;
};

/** A number, or the sentence that refuses. */
function expandedSize(value: unknown, walk: Walk): number | string {
  if (typeof value !== "object" || value === null) return 0;
  const known = walk.sizes.get(value);
  if (known === null) return "must not refer to itself";
  if (known !== undefined) return known;
  walk.sizes.set(value, null);
  let size = 1;
  for (const [name, inner] of Object.entries(value)) {
    const isReference = name === "$ref" && typeof inner === "string";
    const part = isReference ? referenceSize(inner, walk) : expandedSize(inner, walk);
    if (typeof part === "string") return part;
    size += part;
  }
  walk.sizes.set(value, size);
  return size;
}

function referenceSize(reference: string, walk: Walk): number | string {
  const target = resolve(reference, walk.root);
  return typeof target === "object" && target !== null
    ? expandedSize(target, walk)
    : "must not refer to what it does not have";
}

/** A JSON pointer in a fragment (RFC 6901 §6); undefined when it leads nowhere. */
function resolve(reference: string, root: unknown): unknown {
  let place: unknown = root;
  for (const part of reference.slice(2).split("/")) {
    if (typeof place !== "object" || place === null) return undefined;
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    place = new Map<string, unknown>(Object.entries(place)).get(name);
  }
  return place;
}
