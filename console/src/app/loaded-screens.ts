import type { ComponentType } from 'react'
import { SCREENS } from '../screens/screens.ts'
import type { Screen } from './screen.ts'

const loaded = new Map<Screen, ComponentType>()
const underWay = new Map<Screen, Promise<ComponentType>>()

/** What a screen is drawn with, when it is here already: then going there takes no time. */
export function loadedScreen(screen: Screen): ComponentType | undefined {
  return loaded.get(screen)
}

/** Loads what a screen is drawn with, once. What failed is asked for again next time. */
export function loadScreen(screen: Screen): Promise<ComponentType> {
  const begun = underWay.get(screen)
  if (begun) return begun
  const loading = screen.load().then(
    (component) => {
      loaded.set(screen, component)
      return component
    },
    (error: unknown) => {
      underWay.delete(screen)
      throw error
    },
  )
  underWay.set(screen, loading)
  return loading
}

/**
 * Loads the screens of links that the pointer or the keyboard comes to: somebody may go there.
 *
 * @returns what ends that
 */
export function foreseeLinks(): () => void {
  for (const event of ARRIVALS) document.addEventListener(event, foresee)
  return () => {
    for (const event of ARRIVALS) document.removeEventListener(event, foresee)
  }
}

const ARRIVALS = ['pointerover', 'focusin'] as const

function foresee({ target }: Event): void {
  const link = target instanceof Element ? target.closest('a') : null
  if (link === null || link.origin !== location.origin) return
  const screen = SCREENS.find(({ path }) => isAt(path, link.pathname))
  // Whoever does go there is told if it can't be had.
  if (screen) loadScreen(screen).catch(() => undefined)
}

/** Whether a path is one of a screen's, whose parts that vary begin with `$`. */
function isAt(path: string, pathname: string): boolean {
  const parts = path.split('/')
  const found = pathname.split('/')
  return (
    parts.length === found.length &&
    parts.every((part, i) => part === found[i] || (part.startsWith('$') && found[i] !== ''))
  )
}
