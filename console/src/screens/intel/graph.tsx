import { useNavigate } from '@tanstack/react-router'
import cytoscape from 'cytoscape'
import { useEffect, useRef } from 'react'
import type { Relations } from '../../api/answers.ts'
import { useText } from '../../i18n/language.tsx'
import { defang } from '../../shared/hostile.ts'
import { useTheme } from '../../theme/theme.tsx'
import { palette } from '../../theme/tokens.ts'
import { texts } from './texts.ts'

const NAME = 28

/** Drawn on a canvas from left to right; the list says the same to who cannot see it. */
export function Graph({ relations, center }: { relations: Relations; center: string }) {
  const t = useText()
  const { mode } = useTheme()
  const navigate = useNavigate()
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const c = palette[mode]
    const graph = cytoscape({
      container: place.current,
      elements: elementsOf(relations),
      layout: { name: 'breadthfirst', roots: [center], direction: 'rightward', spacingFactor: 1.2 },
      autoungrabify: true,
      style: [
        {
          selector: 'node',
          style: {
            shape: 'round-rectangle',
            width: 'label',
            height: 26,
            padding: '6px',
            label: 'data(name)',
            'text-valign': 'center',
            'font-size': 12,
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
            label: 'data(label)',
            'font-size': 11,
            color: c.text3,
            'line-color': c.control,
            'target-arrow-color': c.control,
            'target-arrow-shape': 'triangle',
            'curve-style': 'bezier',
            'text-background-color': c.container,
            'text-background-opacity': 1,
          },
        },
      ],
    })
    graph.getElementById(center).addClass('center')
    graph.on('tap', 'node', ({ target }) => {
      void navigate({ to: '/intel/$id', params: { id: target.id() }, search: { tab: 'relations' } })
    })
    return () => graph.destroy()
  }, [relations, center, mode, navigate])
  return <div ref={place} className="graph" role="img" aria-label={t(texts.graph)} />
}

function elementsOf({ nodes, edges }: Relations): cytoscape.ElementDefinition[] {
  return [
    ...nodes.map(({ stixId, name }) => ({ data: { id: stixId, name: defang(short(name)) } })),
    ...edges.map(({ from, to, label }, n) => ({
      data: { id: `edge-${n}`, source: from, target: to, label: short(label) },
    })),
  ]
}

function short(text: string): string {
  const inert = text.replaceAll(/[\p{Cc}\p{Cf}]/gu, '\ufffd')
  return inert.length > NAME ? `${inert.slice(0, NAME)}…` : inert
}
