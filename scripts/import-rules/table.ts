/** docs/import-rules.md: the layers for people. */
import { type Layer, LAYERS } from "./layers.ts";

/** The page, generated from the same array as the rules. */
export function importRulesPage(): string {
  return `# Import rules

Generated from \`scripts/import-rules/layers.ts\` by \`npm run generate\`; \`test/node/import-rules.test.ts\` holds the code to
it. Imports go down this table, never up, and never to another room of the same row unless the last column says so.
\`shared\` imports zod alone. There are no circles, no orphans, and no folders called utils, lib, helpers or common.

| room | question | may look sideways at |
|---|---|---|
${LAYERS.map(layerRow).join("\n")}

A graph: \`npx depcruise workers shared -T mermaid\`.
`;
}

function layerRow(layer: Layer): string {
  const rooms = layer.rooms.map((room) => `\`${room.name}\``).join(" · ");
  const questions = layer.rooms.map((room) => room.question).join(" · ");
  const sideways = (layer.sideways ?? []).map(([importer, imported]) => `\`${importer}\` → \`${imported}\``);
  return `| ${rooms} | ${questions} | ${sideways.join(", ") || "—"} |`;
}
