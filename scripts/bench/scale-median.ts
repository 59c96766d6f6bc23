/** The same act a few times: the median of its times; its rows are the same each time. */
import type { Cost, ScaleWorld } from "./scale-world.ts";
import { median } from "./statistics.ts";

const TIMES = 5;

/** See above. `act` is made anew for each time. */
export async function medianCost(world: ScaleWorld, act: (time: number) => object): Promise<Cost> {
  const costs: Cost[] = [];
  for (let time = 0; time < TIMES; time += 1) costs.push(await world.ask(act(time)));
  const last = costs.at(-1);
  if (last === undefined) throw new Error("measured nothing");
  return { ...last, tookMs: median(costs.map((cost) => cost.tookMs)), d1Ms: median(costs.map((cost) => cost.d1Ms)) };
}
