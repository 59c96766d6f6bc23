/**
 * One process of a simulation: `node test/simulation/run.ts --first SEED --step N --schedules N [--variant NAME]`. Prints
 * one line of JSON for `scripts/simulate.ts`, which is for people.
 */
import { parseArgs } from "node:util";
import { loadWith } from "./module-hooks.ts";
import { SCALE } from "./scale.ts";
import { VARIANTS } from "./variants.ts";

/** The protocol as it is. */
const SOUND = { patches: [] };

const { values } = parseArgs({
  options: {
    first: { type: "string", default: "1" },
    step: { type: "string", default: "1" },
    schedules: { type: "string", default: "1" },
    variant: { type: "string" },
  },
});

const variant = values.variant === undefined ? SOUND : VARIANTS[values.variant];
if (variant === undefined) throw new Error(`there is no variant "${values.variant}"`);
const patches = [...SCALE, ...variant.patches];
const patched = loadWith(patches);
const { runSchedules } = await import("./main.ts");
for (const { file } of patches) if (!patched.has(file)) throw new Error(`${file} was not loaded, and so not patched`);

const outcome = await runSchedules(seeds());
process.stdout.write(`${JSON.stringify(outcome)}\n`);

function* seeds(): Generator<number> {
  const [first, step, count] = [Number(values.first), Number(values.step), Number(values.schedules)];
  for (let index = 0; index < count; index += 1) yield first + index * step;
}
