/**
 * Requests over time: stacked bars, answered well below, errors above. Arrow keys walk through the bars and a screen
 * reader hears each; the same numbers are in a table below. Sized by the place it is put into.
 */
import { type KeyboardEvent, type ReactElement, useLayoutEffect, useRef, useState } from "react";
import { type Bar, barPath, niceTop, PLOT, place } from "./bar-geometry.ts";
import { compactNumber } from "./compact-number.ts";

type UsageChartProps = {
  readonly label: string;
  readonly bars: readonly Bar[];
  /** What a bar stands for, as the table's first column says it: "Day", "Hour". */
  readonly unit: string;
};

export function UsageChart({ label, bars, unit }: UsageChartProps): ReactElement {
  const { box, width } = useWidth();
  const [at, setAt] = useState<number | null>(null);
  const last = bars.length - 1;
  const shown = bars[at ?? last];
  const walk = (event: KeyboardEvent): void => {
    const target = stepFrom(event.key, { at: at ?? last, last });
    if (target === null) return;
    event.preventDefault();
    setAt(target);
  };
  const layout = place(bars, width);
  return (
    <figure className="chart">
      <div
        ref={box}
        className="chart-plot"
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={at ?? last}
        aria-valuetext={shown === undefined ? "No requests" : sentence(shown)}
        onPointerMove={(event) => setAt(layout.barAt(event.clientX - event.currentTarget.getBoundingClientRect().left))}
        onPointerLeave={() => setAt(null)}
        onBlur={() => setAt(null)}
        onKeyDown={walk}
      >
        <Plot bars={bars} width={width} at={at} />
        {at !== null && shown !== undefined && <Tip bar={shown} left={layout.tipAt(at)} />}
      </div>
      <BarTable label={label} bars={bars} unit={unit} />
    </figure>
  );
}

type PlotProps = { readonly bars: readonly Bar[]; readonly width: number; readonly at: number | null };

function Plot({ bars, width, at }: PlotProps): ReactElement {
  const layout = place(bars, width);
  const top = niceTop(bars);
  return (
    <svg width={width} height={PLOT.height} aria-hidden="true" className="block overflow-visible">
      {[0, 0.25, 0.5, 0.75, 1].map((share) => (
        <g key={share}>
          <line x1={PLOT.left} x2={width} y1={layout.y(share)} y2={layout.y(share)} className="chart-grid" />
          <text x={PLOT.left - 8} y={layout.y(share) + 4} textAnchor="end" className="tick">
            {compactNumber(top * share)}
          </text>
        </g>
      ))}
      {at !== null && (
        <rect
          x={layout.x(at)}
          y={PLOT.top}
          width={layout.step}
          height={layout.plotHeight}
          rx={4}
          className="chart-at"
        />
      )}
      {bars.map((bar, index) => {
        const okTop = layout.y(bar.ok / top);
        const errorHeight = (bar.errors / top) * layout.plotHeight;
        const box = { x: layout.x(index) + layout.step * 0.16, width: layout.step * 0.68 };
        const okHeight = layout.y(0) - okTop;
        return (
          <g key={bar.key}>
            <path d={barPath({ ...box, y: okTop, height: okHeight }, errorHeight > 1 ? 0 : 3)} className="chart-ok" />
            {errorHeight > 1 && (
              <path
                d={barPath({ ...box, y: okTop - errorHeight - 1, height: errorHeight }, 3)}
                className="chart-errors"
              />
            )}
          </g>
        );
      })}
      {bars.map((bar, index) =>
        index % layout.tickEvery === 0 ? (
          <text
            key={bar.key}
            x={layout.x(index) + layout.step / 2}
            y={PLOT.height - 6}
            textAnchor="middle"
            className="tick"
          >
            {bar.tick}
          </text>
        ) : null,
      )}
    </svg>
  );
}

function Tip({ bar, left }: { readonly bar: Bar; readonly left: number }): ReactElement {
  return (
    <div className="tip" style={{ left }}>
      <b>{bar.label}</b>
      <span>
        <i className="chart-ok-swatch" />
        {bar.ok.toLocaleString("en")} successful
      </span>
      <span>
        <i className="chart-errors-swatch" />
        {bar.errors.toLocaleString("en")} errors
      </span>
    </div>
  );
}

function BarTable({ label, bars, unit }: UsageChartProps): ReactElement {
  return (
    <details className="chart-table">
      <summary>View as table</summary>
      <div className="max-h-80 overflow-auto" tabIndex={0} role="region" aria-label={`${label}, as a table`}>
        <table>
          <caption>{label}</caption>
          <thead>
            <tr>
              <th scope="col">{unit}</th>
              <th scope="col">Successful</th>
              <th scope="col">Errors</th>
            </tr>
          </thead>
          <tbody>
            {bars.map((bar) => (
              <tr key={bar.key}>
                <th scope="row">{bar.label}</th>
                <td>{bar.ok.toLocaleString("en")}</td>
                <td>{bar.errors.toLocaleString("en")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

/** The width of the box, before the first paint and whenever it changes. */
function useWidth() {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    setWidth(element.clientWidth);
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { box, width };
}

function stepFrom(key: string, { at, last }: { readonly at: number; readonly last: number }): number | null {
  if (key === "ArrowLeft") return Math.max(0, at - 1);
  if (key === "ArrowRight") return Math.min(last, at + 1);
  if (key === "Home") return 0;
  return key === "End" ? last : null;
}

function sentence({ label, ok, errors }: Bar): string {
  return `${label}: ${ok} successful, ${errors} errors`;
}
