/** What clients call this server. Tools are shown as `mcp__<name>__<tool>`, so it is short and plain. Pure. */

export const SERVER_NAME_DEFAULT = "latchkey";
/** The variable that has the key, in the form that carries none. */
export const ENV_VAR = "LATCHKEY_API_KEY";
const LENGTH_MAX = 32;

/** A brand as lower-case letters, digits and hyphens, 1 to 32 of them; the default where none are left. */
export function serverName(brand: string): string {
  const plain = brand.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
  const name = (plain.match(/[a-z0-9]+/g) ?? []).join("-").slice(0, LENGTH_MAX).replace(/-$/, "");
  return name === "" ? SERVER_NAME_DEFAULT : name;
}
