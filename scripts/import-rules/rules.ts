/** The layers as rules of dependency-cruiser. */
import type { ICruiseOptions, IForbiddenRuleType } from "dependency-cruiser";
import { type Layer, LAYERS } from "./layers.ts";

/** Everything that no import may do. */
export const FORBIDDEN: IForbiddenRuleType[] = [
  ...LAYERS.slice(1).map((layer, index) => neverUpward(layer, LAYERS.slice(0, index + 1))),
  ...LAYERS.flatMap(neverSideways),
  {
    name: "shared-is-a-leaf",
    comment: "The browser and the tests import it too.",
    severity: "error",
    from: { path: "^shared/" },
    to: { pathNot: ["^shared/", "node_modules/zod/"] },
  },
  {
    name: "every-room-has-a-layer",
    comment: "A new folder gets its place in scripts/import-rules/layers.ts.",
    severity: "error",
    from: { path: "^workers/", pathNot: [...roomPaths(LAYERS), String.raw`\.d\.ts$`] },
    to: {},
  },
  {
    name: "no-drawers",
    comment: "A folder is named for the question it answers.",
    severity: "error",
    from: {},
    to: { path: String.raw`^(workers|shared|test|scripts)/.*\b(utils?|libs?|helpers?|common|misc)[./]` },
  },
  {
    name: "product-never-imports-tests-or-scripts",
    severity: "error",
    from: { path: "^(workers|shared)/" },
    to: { path: "^(test|scripts)/" },
  },
  {
    name: "product-never-imports-a-dev-dependency",
    severity: "error",
    from: { path: "^(workers|shared)/" },
    to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
  },
  { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
  {
    name: "no-orphans",
    comment: "Nothing imports it and it imports nothing: it is left over.",
    severity: "error",
    from: { orphan: true, path: "^(workers|shared)/", pathNot: String.raw`\.d\.ts$` },
    to: {},
  },
];

/** What `cruise` takes: the rules, and how modules are found. */
export const CRUISE_OPTIONS = {
  validate: true,
  ruleSet: { forbidden: FORBIDDEN },
  // Types are imports too: a layer that needs the type of a higher one depends on it.
  tsPreCompilationDeps: true,
  doNotFollow: { path: "node_modules" },
  exclude: { path: String.raw`^workers/worker-configuration\.d\.ts$` },
} satisfies ICruiseOptions;

function neverUpward(layer: Layer, above: readonly Layer[]): IForbiddenRuleType {
  const names = layer.rooms.map((room) => room.name).join("-");
  return {
    name: `${names}-never-upward`,
    comment: "Imports go down the list of layers.",
    severity: "error",
    from: { path: roomPaths([layer]) },
    to: { path: roomPaths(above) },
  };
}

function neverSideways(layer: Layer): IForbiddenRuleType[] {
  if (layer.rooms.length === 1) return [];
  return layer.rooms.map((room) => {
    const known = new Set([room.name]);
    for (const [importer, imported] of layer.sideways ?? []) if (importer === room.name) known.add(imported);
    const others = layer.rooms.filter((other) => !known.has(other.name));
    return {
      name: `${room.name}-never-sideways`,
      comment: "Rooms of one layer do not know each other.",
      severity: "error",
      from: { path: room.path },
      to: { path: others.map((other) => other.path) },
    };
  });
}

function roomPaths(layers: readonly Layer[]): string[] {
  return layers.flatMap((layer) => layer.rooms.map((room) => room.path));
}
