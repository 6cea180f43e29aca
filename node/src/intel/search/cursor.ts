import type { Place } from './find.ts'

/** A place, and whether what was typed is taken as words. */
export interface Cursor extends Place {
  readonly isWords: boolean
}

const LONGEST = 2000

/** Opaque to whoever gets it. */
export function writeCursor(place: Place, isWords: boolean): string {
  const { step, key, object } = place
  return Buffer.from(JSON.stringify([step, key, object, isWords ? 1 : 0])).toString('base64url')
}

/** @param text - attacker-controlled; undefined when it is none of ours */
export function readCursor(text: string): Cursor | undefined {
  if (text.length > LONGEST) return undefined
  try {
    const [step, key, object, words] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [
      unknown,
      unknown,
      unknown,
      unknown,
    ]
    const isPlace =
      isCount(step) && isCount(object) && typeof key === 'string' && key.isWellFormed()
    if (!isPlace || key.includes('\0') || (words !== 0 && words !== 1)) return undefined
    return { step, key, object, isWords: words === 1 }
  } catch {
    return undefined
  }
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
