import { readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import {
  base64,
  base64Bytes,
  decode,
  integer,
  type Json,
  list,
  object,
  type Sha256,
  text,
  time,
  utf8,
} from '@concert/core'
import { type LogEdge, openEdge } from '@concert/tlog'
import { isErrno, makePrivateFolder, PRIVATE_FILE, replaceFile } from '../../files/atomic-file.ts'
import type { Problem, ProblemCode } from './problems.ts'

const MAX_TILE_BYTES = 256 * 65_537

const SHAPE = object({
  origin: text({ max: 4096 }),
  began: time(),
  size: integer(0),
  tiles: list(
    object({
      level: integer(-1, 63),
      number: integer(0),
      data: base64Bytes(0, MAX_TILE_BYTES),
    }),
    { max: 65 },
  ),
  problems: list(object({ code: text({ max: 40 }), at: text({ max: 400 }) }), { max: 1_000 }),
  count: integer(0),
})

/** How far a check of the log has come. */
export interface CheckProgress {
  readonly origin: string
  /** When it began, RFC 3339. */
  readonly began: string
  /** The tree that was found right so far. */
  readonly edge: LogEdge
  readonly problems: readonly Problem[]
  readonly count: number
}

/** Reads how far an earlier check came; undefined when there is none, or it is of no use. */
export async function readProgress(
  sha256: Sha256,
  path: string,
  origin: string,
): Promise<CheckProgress | undefined> {
  let source: string
  try {
    source = await readFile(path, 'utf8')
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined
    throw error
  }
  const read = decode(SHAPE, parse(source))
  if (!read.ok || read.value.origin !== origin) return undefined
  const { began, size, tiles, count } = read.value
  const edge = openEdge(sha256, size, tiles)
  if (!edge.ok) return undefined
  const problems = read.value.problems as { code: ProblemCode; at: string }[]
  return { origin, began, edge: edge.value, problems, count }
}

function parse(source: string): Json {
  try {
    return JSON.parse(source) as Json
  } catch {
    return null
  }
}

/** Writes how far a check has come. */
export async function writeProgress(path: string, progress: CheckProgress): Promise<void> {
  const { origin, began, edge, problems, count } = progress
  const tiles = edge.tiles.map(({ level, number, data }) => ({ level, number, data: base64(data) }))
  const json = JSON.stringify({ origin, began, size: edge.size, tiles, problems, count })
  await makePrivateFolder(dirname(path))
  await replaceFile(path, utf8(json), PRIVATE_FILE)
}

/** Forgets an earlier check. */
export async function removeProgress(path: string): Promise<void> {
  await rm(path, { force: true })
}
