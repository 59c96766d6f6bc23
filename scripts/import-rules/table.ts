/** docs/import-rules.md: the layers for people. */
import { type Layer, LAYERS, WEB_LAYERS } from "./layers.ts";

/** The page, generated from the same array as the rules. */
export function importRulesPage(): string {
  return `# Import rules

Generated from \`scripts/import-rules/layers.ts\` by \`npm run generate\`; \`test/node/import-rules.test.ts\` holds the code to
it. A room imports from the levels below its own, never from above, and never from another room of its own level unless
the last column says so. \`shared\` imports zod alone. There are no circles, no orphans, and no folders called utils,
lib, helpers or common.

${table(LAYERS)}

## The browser's side

\`workers/dashboard/web\` is a house of its own. Below its own levels it imports \`shared\`, and of the Worker the types of
\`workers/api\` alone, for the typed client. Nothing of the Worker imports it. Its packages are dev dependencies: Vite
bundles them into the static files, and the deployed Worker has none of them.

${table(WEB_LAYERS)}

A graph: \`npx depcruise workers shared -T mermaid\`.
`;
}

function table(layers: readonly Layer[]): string {
  return `| level | room | question | may look sideways at |
|---|---|---|---|
${layers.flatMap((layer, index) => layerRows(layer, layers.length - index)).join("\n")}`;
}

function layerRows(layer: Layer, level: number): string[] {
  return layer.rooms.map(({ name, question }) => {
    const sideways = (layer.sideways ?? [])
      .filter(([importer]) => importer === name)
      .map(([, other]) => `\`${other}\``);
    return `| ${level} | \`${name}\` | ${question} | ${sideways.join(", ")} |`;
  });
}
