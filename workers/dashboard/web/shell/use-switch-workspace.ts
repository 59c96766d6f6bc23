/** Shows another workspace on the page that one is on; a page about one thing gives way to its list. */
import { useLocation, useNavigate } from "@tanstack/react-router";
import { NAVIGATION } from "./navigation.ts";

export function useSwitchWorkspace(): (id: string) => void {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const places = NAVIGATION.flatMap((group) => group.places);
  const to = places.find((place) => pathname === place.to || pathname.startsWith(`${place.to}/`))?.to ?? "/keys";
  // Filters are left behind: what they name is in the workspace before.
  return (id) => void navigate({ to, search: { ws: id } });
}
