import type { Relations } from '../../api/intel-answers.ts'
import { defangWithin } from '../../shared/hostile.ts'
import { fontFamily, type palette } from '../../theme/tokens.ts'
import type { Places } from './graph-place.ts'

/** Sizes of what is drawn, in the graph's own units. */
const NODE = { width: 190, height: 32 } as const
const NAME = 28
/** Above this many edges none is labelled: nobody could read them. */
const LABELLED = 120
/** Below this scale names are no more than dust. */
const READABLE = 0.45
const MOST_SCALE = 3
const LEAST_SCALE = 0.02

type Palette = (typeof palette)['light' | 'dark']

/** Which part of the graph is looked at: `x` and `y` of the canvas's corner, and pixels per unit. */
export interface View {
  readonly x: number
  readonly y: number
  readonly scale: number
}

interface Size {
  readonly width: number
  readonly height: number
}

interface Drawn {
  readonly id: string
  readonly name: string
  readonly x: number
  readonly y: number
}

/** What is drawn, made once: names are inert and short, ends of edges are places. */
export interface Drawing {
  readonly center: string
  readonly nodes: readonly Drawn[]
  readonly edges: readonly { readonly from: Drawn; readonly to: Drawn; readonly label: string }[]
}

/**
 * Makes a drawing of relations, whose names are somebody else's.
 *
 * @param word - what is said for a code; undefined for one of somebody's own
 */
export function drawingOf(
  relations: Relations,
  center: string,
  places: Places,
  word: (code: string) => string | undefined,
): Drawing {
  const nodes = relations.nodes.map(({ stixId, name, type }) => {
    const { x, y } = places.get(stixId) ?? { x: 0, y: 0 }
    return { id: stixId, name: defangWithin(short(name || type)), x, y }
  })
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const edges = relations.edges.flatMap(({ from, to, label }) => {
    const [start, end] = [byId.get(from), byId.get(to)]
    return start && end ? [{ from: start, to: end, label: word(label) ?? short(label) }] : []
  })
  return { center, nodes, edges }
}

/** All of a small drawing; of a large one the centre, and of the rest what has room beside it. */
export function firstView({ nodes, edges, center }: Drawing, size: Size): View {
  const [xs, ys] = [nodes.map(({ x }) => x), nodes.map(({ y }) => y)]
  const [left, top] = [Math.min(...xs) - NODE.width, Math.min(...ys) - NODE.height]
  const width = Math.max(...xs) + NODE.width - left
  const height = Math.max(...ys) + NODE.height - top
  if (edges.length <= LABELLED) {
    const scale = Math.min(1.2, size.width / width, size.height / height)
    const [x, y] = [(size.width / scale - width) / 2, (size.height / scale - height) / 2]
    return { scale, x: left - x, y: top - y }
  }
  const scale = 0.7
  const middle = nodes.find(({ id }) => id === center) ?? { x: 0, y: 0 }
  return { scale, x: middle.x - size.width / scale / 6, y: middle.y - size.height / scale / 2 }
}

/** The view after a pinch or a turn of the wheel: what is under the pointer stays there. */
export function zoomed(view: View, by: number, at: { readonly x: number; readonly y: number }) {
  const scale = Math.min(MOST_SCALE, Math.max(LEAST_SCALE, view.scale * by))
  const x = view.x + at.x / view.scale - at.x / scale
  return { scale, x, y: view.y + at.y / view.scale - at.y / scale }
}

/** The node at a place of the canvas. */
export function nodeAt({ nodes }: Drawing, view: View, at: { x: number; y: number }) {
  const [x, y] = [view.x + at.x / view.scale, view.y + at.y / view.scale]
  return nodes.findLast(
    (node) => Math.abs(node.x - x) <= NODE.width / 2 && Math.abs(node.y - y) <= NODE.height / 2,
  )
}

/** How a graph is looked at: on how large a canvas, in which colours, and whether it moves. */
interface Looking {
  readonly size: Size
  /** Pixels of the screen to one of the page. */
  readonly ratio: number
  readonly colours: Palette
  readonly isMoving: boolean
}

/** Draws what of a graph is in view: edges in one stroke, then the nodes above them. */
export function draw(
  to: CanvasRenderingContext2D,
  drawing: Drawing,
  { x, y, scale }: View,
  { size, ratio, colours, isMoving }: Looking,
): void {
  to.setTransform(ratio, 0, 0, ratio, 0, 0)
  to.clearRect(0, 0, size.width, size.height)
  const unit = scale * ratio
  to.setTransform(unit, 0, 0, unit, -x * unit, -y * unit)
  to.textAlign = 'center'
  to.textBaseline = 'middle'
  const isMuch = drawing.edges.length > LABELLED
  to.strokeStyle = isMuch ? colours.hair : colours.control
  to.lineWidth = (isMuch ? 0.5 : 1) / Math.min(1, scale)
  // Thousands of lines take longer than a frame: they are there again when it stands.
  if (!(isMuch && isMoving)) drawEdges(to, drawing, colours)
  const isRead = scale >= READABLE
  const [right, bottom] = [x + size.width / scale, y + size.height / scale]
  to.font = `12px ${fontFamily}`
  for (const node of drawing.nodes) {
    if (Math.abs(node.x - (x + right) / 2) > (right - x + NODE.width) / 2) continue
    if (Math.abs(node.y - (y + bottom) / 2) > (bottom - y + NODE.height) / 2) continue
    const isCenter = node.id === drawing.center
    const corner = [node.x - NODE.width / 2, node.y - NODE.height / 2] as const
    to.fillStyle = colours.container
    to.strokeStyle = isCenter ? colours.accent : colours.control
    to.lineWidth = isCenter ? 2 : 1
    to.fillRect(...corner, NODE.width, NODE.height)
    to.strokeRect(...corner, NODE.width, NODE.height)
    if (!isRead) continue
    to.fillStyle = colours.text
    to.fillText(node.name, node.x, node.y, NODE.width - 12)
  }
}

function drawEdges(
  to: CanvasRenderingContext2D,
  { edges }: Drawing,
  { container, text3, control }: Palette,
): void {
  to.beginPath()
  for (const { from, to: end } of edges) {
    to.moveTo(from.x, from.y)
    to.lineTo(end.x, end.y)
  }
  to.stroke()
  if (edges.length > LABELLED) return
  to.font = `11px ${fontFamily}`
  for (const { from, to: end, label } of edges) {
    // Where it reaches its end: nearer to the end than to what many edges share.
    const [dx, dy] = [end.x - from.x, end.y - from.y]
    drawArrow(to, from, end, control)
    const [x, y] = [from.x + dx * 0.62, from.y + dy * 0.62]
    to.fillStyle = container
    to.fillRect(x - to.measureText(label).width / 2 - 3, y - 8, to.measureText(label).width + 6, 16)
    to.fillStyle = text3
    to.fillText(label, x, y)
  }
}

/** A head at the edge of the box in which a line ends. */
function drawArrow(to: CanvasRenderingContext2D, from: Drawn, end: Drawn, colour: string): void {
  const [dx, dy] = [end.x - from.x, end.y - from.y]
  const reach = Math.min(
    NODE.width / 2 / Math.max(1e-9, Math.abs(dx)),
    NODE.height / 2 / Math.max(1e-9, Math.abs(dy)),
  )
  const turn = Math.atan2(dy, dx)
  to.save()
  to.translate(end.x - dx * reach, end.y - dy * reach)
  to.rotate(turn)
  to.fillStyle = colour
  to.beginPath()
  to.moveTo(0, 0)
  to.lineTo(-8, -4)
  to.lineTo(-8, 4)
  to.fill()
  to.restore()
}

function short(text: string): string {
  const inert = text.slice(0, 200).replaceAll(/[\p{Cc}\p{Cf}\p{M}]/gu, '\ufffd')
  return inert.length > NAME ? `${inert.slice(0, NAME)}…` : inert
}
