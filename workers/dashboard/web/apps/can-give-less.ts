/** Whether there is anything to take from an app that leaves it connected: Read stays, and one workspace. Pure. */
import type { ConnectedApp } from "#shared/management/apps.ts";

export function canGiveLess({ scopes, workspaces }: ConnectedApp): boolean {
  return scopes.length > 1 || workspaces.length > 1;
}
