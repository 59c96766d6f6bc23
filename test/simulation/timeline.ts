/** What happened in a schedule, for people. Written only when a seed is run again, for it costs more than the schedule. */

type Entry = { readonly atMs: number; readonly actor: string; readonly text: string; readonly key: string | null };

/** Columns: true milliseconds since the schedule began, who, what. */
export class Timeline {
  readonly isOn: boolean;
  readonly #entries: Entry[] = [];

  constructor(isOn: boolean) {
    this.isOn = isOn;
  }

  /** `key`: whom it concerns; `null`: everybody. */
  note(atMs: number, actor: string, { text, key }: { readonly text: string; readonly key: string | null }): void {
    if (this.isOn) this.#entries.push({ atMs, actor, text, key });
  }

  /** Everything that concerns the key up to a time, one line each. */
  print(about: { readonly key: string | null; readonly untilMs: number }): string {
    const lines = this.#entries.filter(
      ({ key, atMs }) => atMs <= about.untilMs && (key === null || about.key === null || key === about.key),
    );
    const width = Math.max(0, ...lines.map(({ actor }) => actor.length));
    return lines
      .map(({ atMs, actor, text }) => `${atMs.toFixed(1).padStart(10)}  ${actor.padEnd(width)}  ${text}`)
      .join("\n");
  }
}
