import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { Relations } from '../../api/intel-answers.ts'
import { textIn } from '../../i18n/both.ts'
import { useLanguage, useText } from '../../i18n/language.tsx'
import { relationMeans } from '../../shared/relation-texts.ts'
import { useTheme } from '../../theme/theme.tsx'
import { palette } from '../../theme/tokens.ts'
import {
  type Drawing,
  draw,
  drawingOf,
  firstView,
  nodeAt,
  type View,
  zoomed,
} from './graph-draw.ts'
import { placesOf } from './graph-place.ts'
import { texts } from './texts.ts'

/** After this long without a change the graph stands, in milliseconds. */
const REST_MS = 120

/** A press that moves farther than this is no click, in pixels. */
const STILL = 4

/** Drawn on a canvas from left to right; the list says the same to who cannot see it. */
export function Graph({ relations, center }: { relations: Relations; center: string }) {
  const t = useText()
  const { lang } = useLanguage()
  const { mode } = useTheme()
  const navigate = useNavigate()
  const place = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const canvas = place.current
    if (canvas === null) return
    const word = (code: string) => {
      const means = relationMeans(code)
      return means && textIn(lang, means)
    }
    const drawing = drawingOf(relations, center, placesOf(relations, center), word)
    const open = (id: string) => {
      void navigate({ to: '/intel/$id', params: { id }, search: { tab: 'relations' } })
    }
    return show(canvas, drawing, palette[mode], open)
  }, [relations, center, lang, mode, navigate])
  return (
    <div className="graph" role="img" aria-label={t(texts.graph)}>
      <canvas ref={place} />
    </div>
  )
}

/** Draws when something has changed, at most once a frame. @returns what ends it */
function show(
  canvas: HTMLCanvasElement,
  drawing: Drawing,
  colours: (typeof palette)['light' | 'dark'],
  open: (id: string) => void,
): () => void {
  const context = canvas.getContext('2d')
  const sizeOf = () => ({ width: canvas.clientWidth, height: canvas.clientHeight })
  let view: View = firstView(drawing, sizeOf())
  let frame = 0
  let rest = 0
  const look = (next: View, isMoving = true) => {
    view = next
    clearTimeout(rest)
    if (isMoving) rest = window.setTimeout(() => look(view, false), REST_MS)
    frame ||= requestAnimationFrame(() => {
      frame = 0
      if (context)
        draw(context, drawing, view, { size: sizeOf(), ratio: devicePixelRatio, colours, isMoving })
    })
  }
  const observer = new ResizeObserver(() => {
    const { width, height } = sizeOf()
    canvas.width = width * devicePixelRatio
    canvas.height = height * devicePixelRatio
    look(view, false)
  })
  observer.observe(canvas)
  const listening = listen(canvas, {
    view: () => view,
    look,
    press: (at) => {
      const node = nodeAt(drawing, view, at)
      if (node) open(node.id)
    },
    hover: (at) => {
      canvas.style.cursor = nodeAt(drawing, view, at) ? 'pointer' : 'grab'
    },
  })
  return () => {
    observer.disconnect()
    clearTimeout(rest)
    listening.abort()
    cancelAnimationFrame(frame)
  }
}

interface Handlers {
  readonly view: () => View
  readonly look: (view: View) => void
  readonly press: (at: { x: number; y: number }) => void
  readonly hover: (at: { x: number; y: number }) => void
}

/** The wheel and two fingers zoom, one drags, a click opens. */
function listen(canvas: HTMLCanvasElement, { view, look, press, hover }: Handlers) {
  const ended = new AbortController()
  const { signal } = ended
  const fingers = new Map<number, { x: number; y: number }>()
  let moved = 0
  const at = ({ offsetX: x, offsetY: y }: PointerEvent | WheelEvent) => ({ x, y })
  const lift = (event: PointerEvent) => {
    const isClick = fingers.size === 1 && moved < STILL && event.type === 'pointerup'
    fingers.delete(event.pointerId)
    if (isClick) press(at(event))
  }
  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault()
      look(zoomed(view(), Math.exp(-event.deltaY / 500), at(event)))
    },
    { signal, passive: false },
  )
  canvas.addEventListener(
    'pointerdown',
    (event) => {
      canvas.setPointerCapture(event.pointerId)
      if (fingers.size === 0) moved = 0
      fingers.set(event.pointerId, at(event))
    },
    { signal },
  )
  canvas.addEventListener(
    'pointermove',
    (event) => {
      const before = fingers.get(event.pointerId)
      const now = at(event)
      if (before === undefined) return hover(now)
      const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1]
      fingers.set(event.pointerId, now)
      const [dx, dy] = [now.x - before.x, now.y - before.y]
      moved += Math.hypot(dx, dy)
      const shown = view()
      if (other === undefined) {
        look({ ...shown, x: shown.x - dx / shown.scale, y: shown.y - dy / shown.scale })
        return
      }
      const apart = (finger: typeof now) => Math.hypot(finger.x - other.x, finger.y - other.y)
      look(zoomed(shown, apart(now) / Math.max(1, apart(before)), other))
    },
    { signal },
  )
  canvas.addEventListener('pointerup', lift, { signal })
  canvas.addEventListener('pointercancel', lift, { signal })
  return ended
}
