import { readFile } from 'node:fs/promises'
import { decode, hexText, integer, type Json, object, text, unhex, utf8 } from '@concert/core'
import { isErrno, replaceFile } from '../files/atomic-file.ts'
import { LogError } from './log-error.ts'
import { ownSharedMark, sharedMarks } from './shared-marks.ts'

/** How many heads a witness has cosigned, and which: outside what backups restore. */
export interface WitnessMark {
  /** Name and key id of the witness. */
  readonly key: string
  /** Heads cosigned by this key so far. */
  readonly serial: number
  /** Hash over all of them in order. */
  readonly chain: Uint8Array
}

const MODE = 0o644
const SHAPE = object({ witness: text({ max: 4096 }), serial: integer(0), chain: hexText(32) })

/**
 * Reads the file; `undefined` when there is none.
 *
 * @throws LogError `witness-mark-malformed`
 */
async function readWitnessMark(path: string): Promise<WitnessMark | undefined> {
  let source: string
  try {
    source = await readFile(path, 'utf8')
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined
    throw error
  }
  const read = decode(SHAPE, parse(source, path))
  const chain = read.ok ? unhex(read.value.chain) : undefined
  if (!read.ok || !chain) throw new LogError('witness-mark-malformed', { path })
  return { key: read.value.witness, serial: read.value.serial, chain }
}

function parse(source: string, path: string): Json {
  try {
    return JSON.parse(source) as Json
  } catch (cause) {
    throw new LogError('witness-mark-malformed', { path }, { cause })
  }
}

/** Where the marks of a witness are. Backups must hold none of these places. */
export interface WitnessMarkPlaces {
  /** This process's own file. */
  readonly path: string
  /** Folder that all processes of the node share, when there are several. */
  readonly shared?: string | undefined
}

/**
 * The highest mark of a key in the places, else one of another key, if there is any.
 *
 * @throws LogError `witness-mark-malformed`
 */
export async function readHighestMark(
  { path, shared }: WitnessMarkPlaces,
  key: string,
): Promise<WitnessMark | undefined> {
  let highest = await readWitnessMark(path)
  for (const file of shared === undefined ? [] : await sharedMarks(shared)) {
    const mark = await readWitnessMark(file)
    if (mark?.key !== key) continue
    if (highest?.key !== key || mark.serial > highest.serial) highest = mark
  }
  return highest
}

/** Writes a mark to every place. */
export async function writeMark(
  { path, shared }: WitnessMarkPlaces,
  mark: WitnessMark,
): Promise<void> {
  await writeWitnessMark(path, mark)
  if (shared !== undefined) await writeWitnessMark(await ownSharedMark(shared, path), mark)
}

/** Replaces the file durably. */
async function writeWitnessMark(path: string, mark: WitnessMark): Promise<void> {
  const { key: witness, serial, chain } = mark
  await replaceFile(
    path,
    utf8(`${JSON.stringify({ witness, serial, chain: chain.toHex() })}\n`),
    MODE,
  )
}
