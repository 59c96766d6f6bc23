/** How many ways a regular expression gives its engine to try. Pure. */

/** An escape, a class, the start of a group of any kind, its end, a choice, a repetition (lazy or not), or a character. */
const TOKEN = /\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?(?:[:=!]|<[=!]|<[^>]*>))?|\)|\||(?:[*+?]|\{\d+(?:,\d*)?\})\??|[^]/gsu;

/** What a pattern costs. */
export type PatternCost = {
  /** Repetitions without an upper bound: each adds one to the power of the text's length. */
  unbounded: number;
  /** The product of all other choices: of `a?` 2, of `a{2,5}` 4, of `(a|b|c)` 3. */
  choices: number;
  /** A group in which something varies is repeated: exponential. */
  nested: boolean;
};

type Group = { alternatives: number; varies: boolean };
type Walk = { readonly open: Group[]; group: Group; closed: Group | null; readonly cost: PatternCost };

/** The cost of a pattern that is known to compile. */
export function patternCost(pattern: string): PatternCost {
  const cost = { unbounded: 0, choices: 1, nested: false };
  const walk: Walk = { open: [], group: newGroup(), closed: null, cost };
  for (const [token] of pattern.matchAll(TOKEN)) {
    const times = timesOf(token);
    if (times !== null) repeat(walk, times);
    walk.closed = null;
    if (token === ")") close(walk);
    else if (token.startsWith("(")) open(walk);
    else if (token === "|") walk.group = { alternatives: walk.group.alternatives + 1, varies: true };
  }
  cost.choices *= walk.group.alternatives;
  return cost;
}

type Times = { readonly least: number; readonly most: number };

/** How often a token repeats what stands before it; null when it is not a repetition. */
function timesOf(token: string): Times | null {
  if (/^\*\??$/.test(token)) return { least: 0, most: Infinity };
  if (/^\+\??$/.test(token)) return { least: 1, most: Infinity };
  if (/^\?\??$/.test(token)) return { least: 0, most: 1 };
  const [, least, comma, most] = /^\{(\d+)(,?)(\d*)\}/.exec(token) ?? [];
  if (least === undefined) return null;
  if (comma === "") return { least: Number(least), most: Number(least) };
  return { least: Number(least), most: most === "" ? Infinity : Number(most) };
}

function repeat({ group, closed, cost }: Walk, { least, most }: Times): void {
  if (closed?.varies === true && most > 1) cost.nested = true;
  if (most === Infinity) cost.unbounded += 1;
  else cost.choices *= most - least + 1;
  if (most !== least) group.varies = true;
}

function open(walk: Walk): void {
  walk.open.push(walk.group);
  walk.group = newGroup();
}

function close(walk: Walk): void {
  walk.closed = walk.group;
  walk.cost.choices *= walk.closed.alternatives;
  walk.group = walk.open.pop() ?? newGroup();
  if (walk.closed.varies) walk.group.varies = true;
}

function newGroup(): Group {
  return { alternatives: 1, varies: false };
}
