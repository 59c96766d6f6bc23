/** Where the bars of a chart go, in CSS pixels. Pure. */

/** One moment's requests. `tick` is its short name under the axis, `label` its full one. */
export type Bar = {
  readonly key: string;
  readonly tick: string;
  readonly label: string;
  readonly ok: number;
  readonly errors: number;
};

/** The plot's fixed measures: its height, and the room for ticks at its left, top and bottom. */
export const PLOT = { height: 220, left: 40, top: 8, bottom: 24 } as const;

/** The narrowest that two ticks may stand apart, and how near to an edge the tip may be centred. */
const TICK_WIDTH = 80;
const TIP_MARGIN = 90;

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

type Layout = {
  readonly step: number;
  readonly plotHeight: number;
  readonly tickEvery: number;
  /** The left edge of a bar's column. */
  readonly x: (index: number) => number;
  /** The height of a share of the axis, 0 to 1, from the top. */
  readonly y: (share: number) => number;
  readonly barAt: (x: number) => number;
  readonly tipAt: (index: number) => number;
};

/** Lays the bars out over `width`. */
export function place(bars: readonly Bar[], width: number): Layout {
  const plotWidth = Math.max(1, width - PLOT.left);
  const plotHeight = PLOT.height - PLOT.top - PLOT.bottom;
  const step = plotWidth / Math.max(1, bars.length);
  const x = (index: number): number => PLOT.left + index * step;
  return {
    step,
    plotHeight,
    tickEvery: Math.max(1, Math.ceil(bars.length / Math.max(2, Math.floor(plotWidth / TICK_WIDTH)))),
    x,
    y: (share) => PLOT.top + plotHeight * (1 - share),
    barAt: (at) => clamp(Math.floor((at - PLOT.left) / step), 0, bars.length - 1),
    tipAt: (index) => clamp(x(index) + step / 2, TIP_MARGIN, Math.max(TIP_MARGIN, width - TIP_MARGIN)),
  };
}

/** The top of the axis: the next of 1, 2, 2.5, 5 and 10 times a power of ten; at least 4, so that ticks are whole. */
export function niceTop(bars: readonly Bar[]): number {
  const most = Math.max(4, ...bars.map((bar) => bar.ok + bar.errors));
  const power = 10 ** Math.floor(Math.log10(most));
  const step = [1, 2, 2.5, 5].find((candidate) => most <= candidate * power) ?? 10;
  const top = step * power;
  return top < 10 ? Math.ceil(top / 4) * 4 : top;
}

/** A bar as an SVG path, its upper corners rounded. */
export function barPath({ x, y, width, height }: Box, radius: number): string {
  const r = Math.max(0, Math.min(radius, width / 2, height));
  const right = x + width;
  return `M${x} ${y + height}V${y + r}Q${x} ${y} ${x + r} ${y}H${right - r}Q${right} ${y} ${right} ${y + r}V${y + height}Z`;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), Math.max(least, most));
}
