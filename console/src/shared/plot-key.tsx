import type { PlotSeries } from './plot-data.ts'

/** What stands for which series: told apart by shape as well as by colour, as plot-draw.ts draws it. */
export function PlotKey({ series }: { series: readonly PlotSeries[] }) {
  if (series.length < 2 || series.some(({ shape }) => shape === 'heat')) return null
  return (
    <ul className="plot-key sm t2">
      {series.map(({ name, shape }, n) => (
        <li key={name}>
          <svg className={`key-${(n % 4) + 1}`} viewBox="0 0 20 10" aria-hidden="true">
            {shape === 'bar' ? <Bar n={n % 4} /> : <Mark n={n % 4} isLine={shape === 'line'} />}
          </svg>
          <bdi>{name}</bdi>
        </li>
      ))}
    </ul>
  )
}

const OVER = ['', 'M2 10 12 0M8 10 18 0', 'M5 3h1M5 7h1M10 5h1M15 3h1M15 7h1', 'M0 3h20M0 7h20']

function Bar({ n }: { n: number }) {
  return (
    <>
      <rect width="20" height="10" rx="1" />
      <path className="over" d={OVER[n]} />
    </>
  )
}

const SHAPES = [
  'M10 1a4 4 0 1 0 0 8 4 4 0 0 0 0-8z',
  'M10 0 15 5 10 10 5 5z',
  'M6 1h8v8H6z',
  'M10 0 15 9H5z',
]
const DASHES = [undefined, '6 3', '2 2', '8 3 2 3']

function Mark({ n, isLine }: { n: number; isLine: boolean }) {
  return (
    <>
      {isLine ? <path className="line" d="M0 5h20" strokeDasharray={DASHES[n]} /> : null}
      <path d={SHAPES[n]} />
    </>
  )
}
