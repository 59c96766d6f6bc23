/** docs/import-rules.md: the layers for people. */
import { type Layer, LAYERS } from "./layers.ts";

/** The page, generated from the same array as the rules. */
export function importRulesPage(): string {
  return `# Import rules

Generated from \`scripts/import-rules/layers.ts\` by \`npm run generate\`; \`test/node/import-rules.test.ts\` holds the code to
it. A room imports from the levels below its own, never from above, and never from another room of its own level unless
the last column says so. \`shared\` imports zod alone. There are no circles, no orphans, and no folders called utils,
lib, helpers or common.

| level | room | question | may look sideways at |
|---|---|---|---|
${LAYERS.flatMap(layerRows).join("\n")}

A graph: \`npx depcruise workers shared -T mermaid\`.
`;
}

function layerRows(layer: Layer, index: number): string[] {
  return layer.rooms.map(({ name, question }) => {
    const sideways = (layer.sideways ?? [])
      .filter(([importer]) => importer === name)
      .map(([, other]) => `\`${other}\``);
    return `| ${LAYERS.length - index} | \`${name}\` | ${question} | ${sideways.join(", ")} |`;
  });
}
