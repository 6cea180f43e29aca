import { useNavigate } from '@tanstack/react-router'
import cytoscape from 'cytoscape'
import { useEffect, useRef } from 'react'
import type { Relations } from '../../api/answers.ts'
import { useText } from '../../i18n/language.tsx'
import { defangWithin } from '../../shared/hostile.ts'
import { useTheme } from '../../theme/theme.tsx'
import { palette } from '../../theme/tokens.ts'
import { placesOf } from './graph-place.ts'
import { texts } from './texts.ts'

const NAME = 28
/** Above this many edges none is labelled and all are straight: nobody could read them. */
const LABELLED = 120
const STYLE_ID = '__________cytoscape_stylesheet'

/** Drawn on a canvas from left to right; the list says the same to who cannot see it. */
export function Graph({ relations, center }: { relations: Relations; center: string }) {
  const t = useText()
  const { mode } = useTheme()
  const navigate = useNavigate()
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const isMuch = relations.edges.length > LABELLED
    withoutStyleElement()
    const graph = cytoscape({
      container: place.current,
      elements: elementsOf(relations, center),
      layout: { name: 'preset', fit: true, padding: 24 },
      autoungrabify: true,
      boxSelectionEnabled: false,
      minZoom: 0.02,
      maxZoom: 3,
      pixelRatio: 1,
      // While it moves a picture of it moves; it is drawn anew when it stands.
      textureOnViewport: isMuch,
      hideEdgesOnViewport: isMuch,
      style: styleOf(palette[mode], isMuch),
    })
    if (isMuch) {
      graph.zoom(0.7)
      graph.center(graph.getElementById(center))
      graph.panBy({ x: -(place.current?.clientWidth ?? 0) / 3, y: 0 })
    } else if (graph.zoom() > 1.2) {
      graph.zoom(1.2)
      graph.center()
    }
    graph.on('tap', 'node', ({ target }) => {
      void navigate({ to: '/intel/$id', params: { id: target.id() }, search: { tab: 'relations' } })
    })
    return () => graph.destroy()
  }, [relations, center, mode, navigate])
  return <div ref={place} className="graph" role="img" aria-label={t(texts.graph)} />
}

/** The library would add a style element, which the page's policy forbids; the page has the rule. */
function withoutStyleElement(): void {
  if (document.getElementById(STYLE_ID) !== null) return
  const mark = document.createElement('meta')
  mark.id = STYLE_ID
  document.head.append(mark)
}

function styleOf(c: (typeof palette)['light' | 'dark'], isMuch: boolean): cytoscape.StylesheetJson {
  return [
    {
      selector: 'node',
      style: {
        shape: isMuch ? 'rectangle' : 'round-rectangle',
        width: isMuch ? 190 : 'label',
        height: 26,
        padding: '6px',
        label: 'data(name)',
        'text-valign': 'center',
        'font-size': 12,
        'min-zoomed-font-size': 6,
        color: c.text,
        'background-color': c.container,
        'border-width': 1,
        'border-color': c.control,
      },
    },
    { selector: 'node.center', style: { 'border-width': 2, 'border-color': c.accent } },
    {
      selector: 'edge',
      style: {
        width: 1,
        'line-color': c.control,
        'curve-style': isMuch ? 'haystack' : 'bezier',
        'target-arrow-color': c.control,
        'target-arrow-shape': isMuch ? 'none' : 'triangle',
        'font-size': 11,
        color: c.text3,
        'text-background-color': c.container,
        'text-background-opacity': 1,
        ...(!isMuch && { label: 'data(label)' }),
      },
    },
  ]
}

function elementsOf(relations: Relations, center: string): cytoscape.ElementDefinition[] {
  const places = placesOf(relations, center)
  return [
    ...relations.nodes.map(({ stixId, name, type }) => ({
      data: { id: stixId, name: defangWithin(short(name || type)) },
      position: { ...(places.get(stixId) ?? { x: 0, y: 0 }) },
      classes: stixId === center ? 'center' : '',
    })),
    ...relations.edges.map(({ from, to, label }, n) => ({
      data: { id: `edge-${n}`, source: from, target: to, label: short(label) },
    })),
  ]
}

function short(text: string): string {
  const inert = text.slice(0, 200).replaceAll(/[\p{Cc}\p{Cf}\p{M}]/gu, '\ufffd')
  return inert.length > NAME ? `${inert.slice(0, NAME)}…` : inert
}
