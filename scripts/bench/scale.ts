/** `npm run bench -- --scale`: how cost grows with what is stored, changed, reached and asked at once. */
import { scaleOfChanges } from "./scale-changes.ts";
import { scaleOfClients } from "./scale-clients.ts";
import { scaleOfKeys } from "./scale-keys.ts";
import { writeScalePage } from "./scale-page.ts";
import { startScaleWorld } from "./scale-world.ts";
import { scaleOfWorkspaces } from "./scale-workspaces.ts";

export type ScaleOptions = {
  /** Prints the tables and leaves the page as it is; fewer keys and shorter loads. */
  readonly quick: boolean;
};

/** Measures on a workerd of its own, prints the tables and writes them to their page. */
export async function runScale({ quick }: ScaleOptions): Promise<void> {
  const world = await startScaleWorld();
  try {
    // The big fill comes last: what is asked at once and what was changed are not about it.
    const clients = await scaleOfClients(world, quick ? 500 : 3000);
    const workspaces = await scaleOfWorkspaces(world, quick ? 500 : 2000);
    const changes = await scaleOfChanges(world);
    const keys = await scaleOfKeys(world, quick ? [100, 10_000] : [100, 10_000, 1_000_000]);
    const tables = [keys, changes, workspaces, clients].join("\n\n");
    console.log(tables);
    if (!quick) await writeScalePage(tables);
  } finally {
    await world.stop();
  }
}
