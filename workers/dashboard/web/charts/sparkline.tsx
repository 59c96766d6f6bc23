/** A row of small bars, the last one strongest. Decorative: the number beside it says what counts. */
import type { ReactElement } from "react";

const WIDTH = 112;
const HEIGHT = 28;

export function Sparkline({ counts }: { readonly counts: readonly number[] }): ReactElement {
  const most = Math.max(...counts, 1);
  const step = WIDTH / Math.max(counts.length, 1);
  return (
    <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" className="spark">
      {counts.map((count, index) => {
        const height = count > 0 ? Math.max(2, (count / most) * HEIGHT) : 1.5;
        const x = index * step + 1;
        return (
          <rect
            key={index}
            x={x}
            y={HEIGHT - height}
            width={step - 2}
            height={height}
            rx={1.5}
            className={count === 0 ? "spark-none" : index === counts.length - 1 ? "spark-last" : "spark-bar"}
          />
        );
      })}
    </svg>
  );
}
