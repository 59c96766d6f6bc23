/** What a migration may not do to a database that is in use. Pure. */

type Rule = { readonly pattern: RegExp; readonly why: string };

const RULES: readonly Rule[] = [
  {
    pattern: /\bDROP\s+TABLE\b/i,
    why: "drops a table: its rows, its triggers and, by cascade, its children's rows go with it. Leave it unused instead",
  },
  {
    pattern: /\b__new_/i,
    why: "rebuilds a table: the children of the old one are cascaded away, and its triggers are lost. Add columns instead",
  },
  {
    pattern: /\bPRAGMA\s+foreign_keys\b/i,
    why: "turns foreign keys off, which D1 does not do; it would read as if it were safe",
  },
  {
    pattern: /\bRENAME\s+(?:COLUMN|TO)\b/i,
    why: "renames: the Worker that runs during a deploy still uses the old name. Add, copy, and leave the old one",
  },
];

/** What is wrong with the SQL of one migration; comments do not count. */
export function migrationFlaws(sql: string): string[] {
  const code = sql.replaceAll(/--.*$/gm, "").replaceAll(/\/\*[\s\S]*?\*\//g, "");
  const flaws = RULES.filter((rule) => rule.pattern.test(code)).map((rule) => rule.why);
  return [...flaws, ...lostTriggers(code)];
}

/** The change log lives by its triggers: one that is dropped must be made again in the same migration. */
function lostTriggers(code: string): string[] {
  const dropped = [...code.matchAll(/\bDROP\s+TRIGGER\s+(?:IF\s+EXISTS\s+)?[`"]?(\w+)/gi)].map(
    ([, name]) => name ?? "",
  );
  const made = new Set(
    [...code.matchAll(/\bCREATE\s+TRIGGER\s+(?:IF\s+NOT\s+EXISTS\s+)?[`"]?(\w+)/gi)].map(([, name]) => name),
  );
  return dropped
    .filter((name) => !made.has(name))
    .map((name) => `drops the trigger ${name} and does not make it again`);
}
