/**
 * Where in the world a request is, as the location hint of the gate to ask. Only hints where Durable Objects really run
 * get one: sam, afr and me spawn theirs in enam, weur and eeur. Pure.
 */

export const REGIONS = ["wnam", "enam", "weur", "eeur", "apac", "apac-ne", "apac-se", "oc"] as const;
export type Region = (typeof REGIONS)[number];

/** What Cloudflare says of a request's origin; all of it may be missing. */
export type Place = {
  readonly continent?: string | undefined;
  readonly country?: string | undefined;
  readonly longitude?: string | undefined;
};

const MIDDLE_EAST = new Set(["AE", "BH", "IL", "IQ", "IR", "JO", "KW", "LB", "OM", "PS", "QA", "SA", "SY", "TR", "YE"]);
const NORTH_EAST_ASIA = new Set(["CN", "HK", "JP", "KP", "KR", "MN", "MO", "TW"]);
const SOUTH_EAST_ASIA = new Set(["BN", "ID", "KH", "LA", "MM", "MY", "PH", "SG", "TH", "TL", "VN"]);

/** Degrees east. West of it, North America is nearer to the west coast; east of the other, Europe to its east. */
const AMERICA_DIVIDE = -100;
const EUROPE_DIVIDE = 19;

/** The region of the nearest gate. A place unknown is taken for eastern North America, where most unknowns are. */
export function regionOf(place: Place): Region {
  const { continent, country = "" } = place;
  const longitude = Number(place.longitude ?? Number.NaN);
  if (continent === "NA") return longitude < AMERICA_DIVIDE ? "wnam" : "enam";
  if (continent === "EU") return longitude > EUROPE_DIVIDE ? "eeur" : "weur";
  if (continent === "AF") return "weur";
  if (continent === "OC") return "oc";
  if (continent === "AS") return asianRegion(country);
  return "enam";
}

function asianRegion(country: string): Region {
  if (MIDDLE_EAST.has(country)) return "eeur";
  if (NORTH_EAST_ASIA.has(country)) return "apac-ne";
  return SOUTH_EAST_ASIA.has(country) ? "apac-se" : "apac";
}
