/** The layers as rules of dependency-cruiser. */
import type { ICruiseOptions, IForbiddenRuleType } from "dependency-cruiser";
import { type Layer, LAYERS, WEB_LAYERS } from "./layers.ts";

const WEB = "^workers/dashboard/web/";
/** Whose types the browser's side may know. */
const TYPES_FOR_BROWSERS = ["^workers/api/", "^workers/audit/"];
/** Runs on a developer's machine alone. */
const VITE_CONFIG = String.raw`^workers/dashboard/vite\.config\.ts$`;

/** Everything that no import may do. */
export const FORBIDDEN: IForbiddenRuleType[] = [
  ...[LAYERS, WEB_LAYERS].flatMap(everyLayerUpward),
  ...[...LAYERS, ...WEB_LAYERS].flatMap(neverSideways),
  {
    name: "shared-is-a-leaf",
    comment: "The browser and the tests import it too.",
    severity: "error",
    from: { path: "^shared/" },
    to: { pathNot: ["^shared/", "node_modules/zod/"] },
  },
  {
    name: "worker-never-imports-the-browser-side",
    severity: "error",
    from: { path: "^(workers|shared)/", pathNot: [WEB, VITE_CONFIG] },
    to: { path: WEB },
  },
  {
    name: "browser-side-knows-shared-and-types-of-the-api",
    severity: "error",
    from: { path: WEB },
    to: { path: "^workers/", pathNot: [WEB, ...TYPES_FOR_BROWSERS] },
  },
  {
    name: "browser-side-runs-nothing-of-the-worker",
    comment: "hc needs the types of the routes, and sentences those of what is audited; code would be bundled.",
    severity: "error",
    from: { path: WEB },
    to: { path: TYPES_FOR_BROWSERS, dependencyTypesNot: ["type-only"] },
  },
  {
    name: "base-ui-is-in-the-kit",
    comment: "Behaviour of controls is decided once.",
    severity: "error",
    from: { path: WEB, pathNot: `${WEB}(ui|shell)/` },
    to: { path: "node_modules/@base-ui/" },
  },
  {
    name: "every-room-has-a-layer",
    comment: "A new folder gets its place in scripts/import-rules/layers.ts.",
    severity: "error",
    from: { path: "^workers/", pathNot: [...roomPaths([...LAYERS, ...WEB_LAYERS]), String.raw`\.d\.ts$`] },
    to: {},
  },
  {
    name: "no-drawers",
    comment: "A folder is named for the question it answers.",
    severity: "error",
    from: {},
    to: { path: String.raw`^(workers|shared|test|scripts)/(|.*/)(utils?|libs?|helpers?|common|misc)[./]` },
  },
  {
    name: "product-never-imports-tests-or-scripts",
    severity: "error",
    from: { path: "^(workers|shared)/" },
    to: { path: "^(test|scripts)/" },
  },
  {
    name: "product-never-imports-a-dev-dependency",
    comment:
      "A deploy bundles the Worker from dependencies. What Vite bundles for the browser is there when it builds.",
    severity: "error",
    from: { path: "^(workers|shared)/", pathNot: [WEB, VITE_CONFIG] },
    to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
  },
  { name: "no-circles", severity: "error", from: { pathNot: WEB }, to: { circular: true } },
  {
    name: "no-circles-in-the-browser",
    comment: "What is loaded later knows who loads it, and parts know the types of the whole.",
    severity: "error",
    from: { path: WEB },
    to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only", "dynamic-import"] } },
  },
  {
    name: "no-orphans",
    comment: "Nothing imports it and it imports nothing: it is left over.",
    severity: "error",
    // Scripts of server-rendered pages are Vite's entries.
    from: { orphan: true, path: "^(workers|shared)/", pathNot: [String.raw`\.d\.ts$`, `${WEB}pages/`] },
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

function everyLayerUpward(layers: readonly Layer[]): IForbiddenRuleType[] {
  return layers.slice(1).map((layer, index) => neverUpward(layer, layers.slice(0, index + 1)));
}

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
