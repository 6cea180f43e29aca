import { expect, test } from 'vitest'
import type { Relations } from '../../api/intel-answers.ts'
import { relationMeans } from '../../shared/relation-texts.ts'
import { drawingOf, firstView, nodeAt, zoomed } from './graph-draw.ts'
import { placesOf } from './graph-place.ts'

const noWord = () => undefined

const SIZE = { width: 1100, height: 480 }

function wheel(spokes: number): Relations {
  const node = (stixId: string) => ({ stixId, type: 'tool', name: stixId, tlp: 'green' })
  const ids = Array.from({ length: spokes }, (_, n) => `tool--${n}`)
  return {
    nodes: [node('hub'), ...ids.map(node)],
    edges: ids.map((to) => ({ from: 'hub', to, label: 'uses' })),
    isPart: false,
  } as unknown as Relations
}

test.each([3, 2000])('of %s things around it the centre is in view, and found where it is', (n) => {
  const relations = wheel(n)
  const drawing = drawingOf(relations, 'hub', placesOf(relations, 'hub'), noWord)
  const view = firstView(drawing, SIZE)
  const hub = drawing.nodes[0] ?? { x: Number.NaN, y: Number.NaN }
  const at = { x: (hub.x - view.x) * view.scale, y: (hub.y - view.y) * view.scale }
  expect(at.x).toBeGreaterThan(0)
  expect(at.x).toBeLessThan(SIZE.width)
  expect(at.y).toBeGreaterThan(0)
  expect(at.y).toBeLessThan(SIZE.height)
  expect(nodeAt(drawing, view, at)?.id).toBe('hub')
  expect(nodeAt(drawing, view, { x: at.x - 2 * SIZE.width, y: at.y })).toBeUndefined()
})

test('what is under the pointer stays there when the view grows or shrinks', () => {
  const view = { x: 10, y: -20, scale: 0.7 }
  const at = { x: 300, y: 120 }
  for (const by of [0.5, 2, 100]) {
    const next = zoomed(view, by, at)
    expect(next.x + at.x / next.scale).toBeCloseTo(view.x + at.x / view.scale)
    expect(next.y + at.y / next.scale).toBeCloseTo(view.y + at.y / view.scale)
  }
  expect(zoomed(view, 1e9, at).scale).toBe(3)
})

test('names of others are drawn short and inert; an edge to what is not shown is not drawn', () => {
  const relations = {
    nodes: [{ stixId: 'a', type: 'tool', name: `x\u202e${'y'.repeat(60)}`, tlp: 'green' }],
    edges: [{ from: 'a', to: 'unseen', label: 'uses' }],
    isPart: true,
  } as unknown as Relations
  const { nodes, edges } = drawingOf(relations, 'a', placesOf(relations, 'a'), noWord)
  expect(nodes[0]?.name).toBe(`x\ufffd${'y'.repeat(26)}…`)
  expect(edges).toEqual([])
})

test('an edge says in words what the standard has a word for; what somebody made up is inert', () => {
  const node = (stixId: string) => ({ stixId, type: 'tool', name: stixId, tlp: 'green' })
  const odd = `x\u202e${'y'.repeat(60)}`
  const relations = {
    nodes: [node('a'), node('b')],
    edges: ['uses', odd, '__proto__', 'constructor'].map((label) => ({
      from: 'a',
      to: 'b',
      label,
    })),
    isPart: false,
  } as unknown as Relations
  const word = (code: string) => relationMeans(code)?.[1]
  const { edges } = drawingOf(relations, 'a', placesOf(relations, 'a'), word)
  expect(edges.map(({ label }) => label)).toEqual([
    '使用',
    `x\ufffd${'y'.repeat(26)}…`,
    '__proto__',
    'constructor',
  ])
})
