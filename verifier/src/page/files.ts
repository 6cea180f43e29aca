import {
  type BothLanguages,
  fillBoth,
  looksLikePublishedKeys,
  MAX_EVIDENCE_BYTES,
  MAX_KEYS_BYTES,
} from '@concert/envelope'
import type { LoadedFile, Slot } from './state.ts'
import { TEXTS } from './texts.ts'

/** Files that were taken, each in its place, or why none of them was. */
export type Taken =
  | { readonly ok: true; readonly files: Readonly<Partial<Record<Slot, LoadedFile>>> }
  | { readonly ok: false; readonly problem: BothLanguages }

/**
 * Reads files that somebody chose or dropped and finds out which is which.
 *
 * @param chosenFor - the place that they were chosen for, if any: it decides where a file that
 *   looks like neither belongs
 */
export async function takeFiles(list: readonly File[], chosenFor?: Slot): Promise<Taken> {
  if (list.length > 2) return { ok: false, problem: TEXTS.tooMany }
  const files: Partial<Record<Slot, LoadedFile>> = {}
  for (const file of list) {
    const read = await readBounded(file)
    if ('problem' in read) return { ok: false, problem: read.problem }
    const slot = slotOf(read.bytes, chosenFor)
    if (files[slot]) return { ok: false, problem: TEXTS.tooMany }
    if (slot === 'keys' && read.bytes.length > MAX_KEYS_BYTES) {
      return { ok: false, problem: tooLarge(file, MAX_KEYS_BYTES) }
    }
    files[slot] = { name: file.name, bytes: read.bytes }
  }
  return { ok: true, files }
}

async function readBounded(
  file: File,
): Promise<{ readonly bytes: Uint8Array } | { readonly problem: BothLanguages }> {
  if (file.size > MAX_EVIDENCE_BYTES) return { problem: tooLarge(file, MAX_EVIDENCE_BYTES) }
  if (file.size === 0) return { problem: fillBoth(TEXTS.empty, { file: file.name }) }
  try {
    return { bytes: new Uint8Array(await file.arrayBuffer()) }
  } catch {
    // A folder, or a file that is gone or not ours to read.
    return { problem: fillBoth(TEXTS.unreadable, { file: file.name }) }
  }
}

function slotOf(bytes: Uint8Array, chosenFor: Slot | undefined): Slot {
  if (looksLikePublishedKeys(bytes)) return 'keys'
  const isEvidence = new TextDecoder().decode(bytes).includes('"concert-evidence"')
  return isEvidence ? 'evidence' : (chosenFor ?? 'evidence')
}

function tooLarge(file: File, limit: number): BothLanguages {
  const [bytes, most] = [file.size, limit].map((count) => count.toLocaleString('en'))
  return fillBoth(TEXTS.tooLarge, { file: file.name, bytes: bytes ?? '', limit: most ?? '' })
}
