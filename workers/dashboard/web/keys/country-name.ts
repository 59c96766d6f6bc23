const names = new Intl.DisplayNames("en", { type: "region" });

/** "Germany" for "DE"; the code itself where it names no country, as Cloudflare's "T1" for Tor. */
export function countryName(code: string): string {
  if (code === "T1") return "Tor network";
  return /^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : code;
}
