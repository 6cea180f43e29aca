/** Drawing by ECharts: loaded when the first plot comes on screen, never before. */
import { BarChart, HeatmapChart, LineChart, ScatterChart } from 'echarts/charts'
import { GridComponent, TooltipComponent, VisualMapComponent } from 'echarts/components'
import { type EChartsCoreOption, init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { fontFamily, type Mode, palette } from '../theme/tokens.ts'
import { FEW, type PlotData, type PlotSeries, valueSaid } from './plot-data.ts'

use([
  BarChart,
  CanvasRenderer,
  GridComponent,
  HeatmapChart,
  LineChart,
  ScatterChart,
  TooltipComponent,
  VisualMapComponent,
])

type Colours = (typeof palette)[Mode]

/** A plot on screen. */
export interface Drawn {
  /** Draws anew: other data, another language, another theme. */
  update(data: PlotData, mode: Mode): void
  dispose(): void
}

/**
 * Draws into an element and follows its width.
 *
 * @param onMark - called with the places of a series and of a value in it
 */
export function draw(
  element: HTMLElement,
  data: PlotData,
  mode: Mode,
  onMark: (series: number, at: number) => void,
): Drawn {
  const chart = init(element, undefined, { renderer: 'canvas' })
  let latest = { data, mode }
  const paint = () => {
    const option = optionOf(latest.data, latest.mode, chart.getWidth())
    chart.setOption(option, true)
  }
  const update = (next: PlotData, shown: Mode) => {
    latest = { data: next, mode: shown }
    paint()
  }
  paint()
  chart.on('click', ({ seriesIndex, dataIndex }) => {
    if (seriesIndex !== undefined) onMark(seriesIndex, dataIndex)
  })
  const observer = new ResizeObserver(() => {
    const before = chart.getWidth()
    chart.resize()
    if (chart.getWidth() !== before) paint()
  })
  observer.observe(element)
  return {
    update,
    dispose() {
      observer.disconnect()
      chart.dispose()
    },
  }
}

/** The one place where ECharts gets its look: colours and type of the console's tokens. */
function optionOf(data: PlotData, mode: Mode, width: number): EChartsCoreOption {
  const c = palette[mode]
  const isLying = liesDown(data, width)
  const isHeat = data.series.some(({ shape }) => shape === 'heat')
  return {
    animation: false,
    useUTC: true,
    color: [c.c1, c.c2, c.c3, c.c4],
    textStyle: { fontFamily, fontSize: 12, color: c.text2 },
    grid: {
      left: 8,
      right: 16,
      top: 18,
      bottom: 8,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    tooltip: {
      trigger: isHeat ? 'item' : 'axis',
      // HTML would need styles that the page's policy forbids.
      renderMode: 'richText',
      backgroundColor: c.elevated,
      borderColor: c.control,
      textStyle: { color: c.text, fontSize: 12 },
      axisPointer: { type: 'line', lineStyle: { color: c.control } },
      formatter: (at: unknown) => tooltipOf(data, at),
    },
    xAxis: isLying ? valueAxis(data, c) : xAxisOf(data, c, width),
    yAxis: isHeat ? heatRows(data, c, width) : isLying ? namesAxis(data, c) : valueAxis(data, c),
    ...(isHeat && { visualMap: heatScale(data, c) }),
    series: isHeat
      ? [heatOf(data, width)]
      : data.series.map((series, n) => seriesOf(data, series, n, c, isLying)),
  }
}

/** Pixels: a drawing this narrow is in a hand. */
const NARROW = 420
/** Pixels of a row's name in a hand. */
const HEAT_NAME = 104
/** Pixels beside the bars: the numbers of the axis and the edges. */
const BESIDE = 64

/** Whether every name stands below its place, its words whole. */
function standsBelow(names: readonly string[], width: number): boolean {
  const slot = (width - BESIDE) / names.length
  return names.every((name) => name.split(' ').every((word) => pixelsOf(word) <= slot))
}

/** About how wide a text of 12 pixels is: a Han character is as wide as high. */
function pixelsOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + (letter > '\u2e80' ? 12 : 7), 4)
}

/** Bars whose names would run into each other below them lie down, each beside its name. */
function liesDown({ x, series }: PlotData, width: number): boolean {
  if (x.kind === 'time' || !series.every(({ shape }) => shape === 'bar')) return false
  // Of days and months one in two is enough.
  const areDates = x.names.every((name) => /^[\d-]+$/.test(name))
  return !areDates && !standsBelow(x.names, width)
}

function namesAxis({ x }: PlotData, c: Colours) {
  return {
    type: 'category',
    inverse: true,
    data: x.kind === 'time' ? [] : [...x.names],
    axisLine: { lineStyle: { color: c.control } },
    axisTick: { show: false },
    axisLabel: { color: c.text2, interval: 0, width: 120, overflow: 'truncate' },
  }
}

function xAxisOf({ x, series }: PlotData, c: Colours, width: number) {
  const look = {
    axisLine: { lineStyle: { color: c.control } },
    axisTick: { show: false },
    axisLabel: { color: c.text2, hideOverlap: true },
  }
  if (x.kind === 'time') return { type: 'time', ...look, splitLine: { show: false } }
  // Every name is told, on two lines where it must be: a bar without one says nothing.
  const slot = (width - BESIDE) / x.names.length
  const named = { interval: 0, hideOverlap: false, width: slot, overflow: 'break' } as const
  const isHeat = series.some(({ shape }) => shape === 'heat')
  const areAll = standsBelow(x.names, isHeat ? width - HEAT_NAME : width)
  return {
    type: 'category',
    data: [...x.names],
    ...look,
    ...(areAll && { axisLabel: { ...look.axisLabel, ...named } }),
  }
}

function valueAxis({ said, step }: PlotData, c: Colours) {
  return {
    type: 'value',
    ...(step !== undefined && { minInterval: step }),
    axisLabel: { color: c.text2, formatter: (value: number) => said(value) },
    splitLine: { lineStyle: { color: c.hair } },
  }
}

function heatRows({ series }: PlotData, c: Colours, width: number) {
  return {
    type: 'category',
    inverse: true,
    data: series.map(({ name }) => name),
    axisTick: { show: false },
    axisLine: { show: false },
    axisLabel: { color: c.text2, width: width < NARROW ? HEAT_NAME : 160, overflow: 'truncate' },
  }
}

function heatScale({ series, said }: PlotData, c: Colours) {
  const values = series.flatMap((each) => each.values).filter((v) => typeof v === 'number')
  return {
    show: false,
    min: 0,
    max: Math.max(1, ...values),
    inRange: { color: [c.sunken, c.c1] },
    formatter: said,
  }
}

function heatOf({ series, said }: PlotData, width: number) {
  const data = series.flatMap(({ values }, row) =>
    values.flatMap((value, at) => (typeof value === 'number' ? [[at, row, value]] : [])),
  )
  const label = {
    show: true,
    fontSize: width < NARROW ? 9 : 12,
    formatter: ({ value }: { value: number[] }) => said(value[2] ?? 0),
  }
  return { type: 'heatmap', data, label }
}

function seriesOf(data: PlotData, series: PlotSeries, n: number, c: Colours, isLying: boolean) {
  const points = series.values.map((value, at) => pointOf(data, series, value, at, c, isLying))
  const own = [c.c1, c.c2, c.c3, c.c4][n % 4]
  const decal = series.shape === 'bar' && data.series.length > 1 ? DECALS[n % 4] : undefined
  const itemStyle = { color: own, ...(decal && { decal: { ...decal, color: c.container } }) }
  const shared = { name: series.name, data: points, itemStyle }
  if (series.shape === 'dot') {
    // Beside each other, so that equal values are seen as two.
    const aside = (n - (data.series.length - 1) / 2) * DOT
    const symbolOffset = [aside, 0]
    return { ...shared, type: 'scatter', symbol: SYMBOLS[n % 4], symbolSize: DOT, symbolOffset }
  }
  if (series.shape === 'line') {
    return {
      ...shared,
      type: 'line',
      symbol: SYMBOLS[n % 4],
      symbolSize: 6,
      showAllSymbol: 'auto',
      ...(series.isStepped && { step: 'end' }),
      lineStyle: { width: 2, color: own, type: LINES[n % 4] },
    }
  }
  return {
    ...shared,
    type: 'bar',
    barMaxWidth: 28,
    barMinHeight: 2,
    ...(series.stack !== undefined && { stack: series.stack }),
  }
}

/** Pixels. */
const DOT = 11
// Told apart without colour as well; plot-key.tsx draws the same.
const SYMBOLS = ['circle', 'diamond', 'rect', 'triangle']
const LINES = ['solid', [6, 3], [2, 2], [8, 3, 2, 3]]
const DECALS = [
  undefined,
  { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [1.5, 5], rotation: Math.PI / 4 },
  {
    symbol: 'circle',
    dashArrayX: [
      [5, 5],
      [0, 5, 5, 0],
    ],
    dashArrayY: [5, 0],
    symbolSize: 0.6,
  },
  { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [1.5, 5] },
]

/** A number under the limit of suppression is drawn at the limit, hatched: it is there, not how many. */
function pointOf(
  data: PlotData,
  { shape }: PlotSeries,
  value: PlotSeries['values'][number],
  at: number,
  c: Colours,
  isLying: boolean,
) {
  const y = value === FEW ? data.few : value
  const point = data.x.kind === 'time' ? [data.x.at[at], y] : y
  if (value !== FEW) return point
  const itemStyle = {
    color: c.container,
    borderColor: c.control,
    borderType: 'dashed',
    decal: {
      symbol: 'rect',
      dashArrayX: [1, 0],
      dashArrayY: [2, 3],
      rotation: -Math.PI / 4,
      color: c.text3,
    },
  }
  return {
    value: point,
    itemStyle,
    label: {
      show: shape === 'bar',
      position: isLying ? 'right' : 'top',
      formatter: '<5',
      color: c.text2,
    },
  }
}

interface Pointed {
  readonly seriesIndex: number
  readonly dataIndex: number
  readonly value: unknown
}

function tooltipOf(data: PlotData, at: unknown): string {
  const all = (Array.isArray(at) ? at : [at]) as readonly Pointed[]
  const first = all[0]
  if (first === undefined) return ''
  if (data.series[0]?.shape === 'heat') {
    const [column = 0, row = 0, value = 0] = first.value as number[]
    return `${data.series[row]?.name ?? ''} · ${data.xSaid(column)}: ${data.said(value)}`
  }
  const lines = all.map(({ seriesIndex, dataIndex }) => {
    const series = data.series[seriesIndex]
    const value = series?.values[dataIndex] ?? null
    return `${series?.name ?? ''}: ${valueSaid(data, value)}`
  })
  return [data.xSaid(first.dataIndex), ...lines].join('\n')
}
