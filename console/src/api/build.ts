import { notHeard } from './connection.ts'

/** How often a silent node is asked whether it answers again. */
const AGAIN_MS = 3_000

/** Whether the node serves the build that this page is of. */
type Build = 'same' | 'another' | 'silent'

let isReplaced = false
const listeners = new Set<() => void>()

/** For `useSyncExternalStore`. */
export function onReplaced(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Whether the node is known to serve another build: parts of this one cannot be loaded any more. */
export function replaced(): boolean {
  return isReplaced
}

/** Finds out whether the node has another build by now, such as after it was started again. */
export async function noticeBuild(): Promise<void> {
  if (isReplaced || (await buildAtNode()) !== 'another') return
  isReplaced = true
  for (const listener of listeners) listener()
}

/**
 * Loads a screen that somebody goes to. When the node does not have it any more, or does not answer,
 * the page begins anew at the address of that screen as soon as it can: what was left behind was
 * left by choice.
 */
export async function loadedOrReloaded<T>(load: () => Promise<T>): Promise<T> {
  const { pathname } = location
  try {
    return await load()
  } catch (error) {
    let build = await buildAtNode()
    if (build === 'same') throw error
    while (build === 'silent') {
      notHeard()
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
      build = await buildAtNode()
    }
    // Somebody who has gone elsewhere meanwhile may be typing there.
    if (location.pathname !== pathname) throw error
    location.reload()
    return await new Promise<never>(() => undefined)
  }
}

async function buildAtNode(): Promise<Build> {
  try {
    const answer = await fetch('/', { cache: 'no-store' })
    if (!answer.ok) return 'silent'
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    return scriptOf(page) === scriptOf(document) ? 'same' : 'another'
  } catch {
    return 'silent'
  }
}

/** The script that a page runs: its name changes with every build. */
function scriptOf(page: Document): string | null {
  return page.querySelector('script[type=module][src]')?.getAttribute('src') ?? null
}
