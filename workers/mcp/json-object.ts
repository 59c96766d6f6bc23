/** What is known of parsed JSON before its members have been looked at. */

export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether parsed JSON is an object. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether it is an object without a member `__proto__`, which the copies that validators make lose. */
export function isPlainObject(value: unknown): value is JsonObject {
  return isJsonObject(value) && !Object.hasOwn(value, "__proto__");
}
