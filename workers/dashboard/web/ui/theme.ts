/** Light, dark, or as the system is. The Worker's theme script reads the same before the first paint. */
import { useSyncExternalStore } from "react";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const STORED = "theme";
const listeners = new Set<() => void>();
const system = matchMedia("(prefers-color-scheme: dark)");

system.addEventListener("change", () => apply(currentTheme()));

/** The choice, and how to change it. */
export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  return [useSyncExternalStore(subscribe, currentTheme), choose];
}

function choose(theme: Theme): void {
  if (theme === "system") localStorage.removeItem(STORED);
  else localStorage.setItem(STORED, theme);
  apply(theme);
  for (const listener of listeners) listener();
}

function apply(theme: Theme): void {
  const isDark = theme === "system" ? system.matches : theme === "dark";
  document.documentElement.dataset["mode"] = isDark ? "dark" : "light";
}

function currentTheme(): Theme {
  const stored = localStorage.getItem(STORED);
  return THEMES.find((theme) => theme === stored) ?? "system";
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
