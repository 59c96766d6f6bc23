/** What stands in for `cloudflare:workers`. */

/** The class that gates extend: it keeps what the platform gives it. */
export class DurableObject {
  readonly ctx: unknown;
  readonly env: unknown;

  constructor(ctx: unknown, env: unknown) {
    this.ctx = ctx;
    this.env = env;
  }
}

/** Nobody traces a simulation. */
export const tracing = {
  enterSpan: <T>(_name: string, work: (span: { readonly setAttributes: () => void }) => T): T =>
    work({ setAttributes: () => {} }),
};
