/** The chosen subjects with their worlds up, each held to its answers before anything is measured. */
import { ask } from "./ask.ts";
import type { Platform } from "./platform.ts";
import { forged, type Subject, SUBJECTS } from "./subjects.ts";
import { bundleWorld, startWorld, type World, type WorldName } from "./worlds.ts";

export type Staged = Subject & { readonly at: World };

export type Stage = {
  readonly subjects: readonly Staged[];
  readonly stop: () => Promise<void>;
};

/** Starts what the subjects need; throws when one of them answers otherwise than it should. */
export async function setStage(platform: Platform, chosen: readonly Subject[]): Promise<Stage> {
  const worlds = new Map<WorldName, World>();
  const stop = async (): Promise<void> => {
    for (const world of worlds.values()) await world.stop();
  };
  try {
    await Promise.all([...new Set(chosen.map(({ world }) => world))].map((name) => bundleWorld(platform, name)));
    for (const { world } of chosen) if (!worlds.has(world)) worlds.set(world, await startWorld(platform, world));
    const subjects = chosen.flatMap((subject) => {
      const at = worlds.get(subject.world);
      return at === undefined ? [] : [{ ...subject, at }];
    });
    await checkAnswers(subjects);
    return { subjects, stop };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

/**
 * The subjects of these ids, or whose ids begin so (`g` for `g26` and `g25`), with their baselines; all of them for
 * null. Throws for an id that there is not.
 */
export function chooseSubjects(ids: readonly string[] | null): Subject[] {
  if (ids === null) return [...SUBJECTS];
  const unknown = ids.find((id) => !SUBJECTS.some((subject) => isMeant(subject, id)));
  if (unknown !== undefined)
    throw new Error(`There is no subject ${unknown}: ${SUBJECTS.map(({ id }) => id).join(", ")}`);
  const meant = SUBJECTS.filter((subject) => ids.some((id) => isMeant(subject, id)));
  const baselines = new Set(meant.map(({ baseline }) => baseline));
  return SUBJECTS.filter((subject) => meant.includes(subject) || baselines.has(subject.id));
}

function isMeant(subject: Subject, id: string): boolean {
  return subject.id.startsWith(id);
}

/** Right status, the baseline's bytes where it says so, and 401 for a credential that is not good. */
export async function checkAnswers(subjects: readonly Staged[]): Promise<void> {
  const bodies = new Map<string, string>();
  for (const subject of subjects) {
    const { status, body } = await askFirst(subject, subject.at.secrets);
    if (status !== subject.status) throw new Error(`${subject.id} answered ${status}: ${body}`);
    bodies.set(subject.id, body);
    if (subject.answersAlike && body !== bodies.get(subject.baseline)) {
      throw new Error(`${subject.id} does not answer what ${subject.baseline} answers: ${body}`);
    }
    if (!isGuarded(subject)) continue;
    const refused = await askFirst(subject, subject.at.secrets.map(forged));
    if (refused.status !== 401) throw new Error(`${subject.id} answered ${refused.status} to a forged credential`);
  }
}

/**
 * Takes the credentials away and asks once more; to be done last. True for those that refuse at once, on simulators
 * that cache nothing.
 */
export async function checkRevocation(subjects: readonly Staged[]): Promise<ReadonlyMap<string, boolean>> {
  const guarded = subjects.filter(isGuarded);
  for (const world of new Set(guarded.map(({ at }) => at))) await world.revokeFirst();
  const refuses = new Map<string, boolean>();
  for (const subject of guarded) refuses.set(subject.id, (await askFirst(subject, subject.at.secrets)).status === 401);
  return refuses;
}

function isGuarded({ id, baseline, status }: Subject): boolean {
  return id !== baseline && status === 200;
}

async function askFirst({ requests, at }: Staged, secrets: readonly string[]): ReturnType<typeof ask> {
  const [request] = requests(secrets);
  if (request === undefined) throw new Error("a subject without a request");
  return ask(at.url, request);
}
