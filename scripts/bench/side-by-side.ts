/** The bench itself: sets the stage, runs the rounds, and makes the report of them. */
import { type ColdStart, measureColdStarts } from "./cold-start.ts";
import { startLoadGenerator } from "./load.ts";
import { readPlatform } from "./platform.ts";
import { type Rounds, runRounds } from "./rounds.ts";
import { type Row, rowsOf } from "./rows.ts";
import { checkRevocation, chooseSubjects, setStage } from "./stage.ts";
import { forged } from "./subjects.ts";

export type SideBySideOptions = {
  /** Null for all subjects, and the cold starts. */
  readonly only: readonly string[] | null;
  readonly rounds: Rounds;
  readonly coldStarts: number;
  /** Hears what is being done, a line at a time. */
  readonly tell: (line: string) => void;
};

export type Report = { readonly rows: readonly Row[]; readonly coldStarts: readonly ColdStart[] };

/** Throws when a subject answers otherwise than it should, at any time. */
export async function measureSideBySide({ only, rounds, coldStarts, tell }: SideBySideOptions): Promise<Report> {
  const platform = readPlatform();
  const chosen = chooseSubjects(only);
  tell(`Starting ${new Set(chosen.map(({ world }) => world)).size} workerd processes …`);
  const stage = await setStage(platform, chosen);
  tell("Warming up …");
  const generator = startLoadGenerator();
  try {
    const ready = stage.subjects.map(({ at, requests, ...subject }) => {
      return { ...subject, world: at, requests: requests(at.secrets) };
    });
    const onRound = (round: number): void => tell(`Round ${round} of ${rounds.count} …`);
    const slices = await runRounds(ready, rounds, { generator, onRound });
    const [forgedKey] = stage.subjects[0]?.at.secrets.map(forged) ?? [];
    const refusesRevoked = await checkRevocation(stage.subjects);
    const rows = rowsOf(stage.subjects, { slices, refusesRevoked });
    if (only !== null || forgedKey === undefined) return { rows, coldStarts: [] };
    tell("Cold starts …");
    return { rows, coldStarts: await measureColdStarts(platform, { rounds: coldStarts, forgedKey }) };
  } finally {
    generator.stop();
    await stage.stop();
  }
}
