import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ConcertError } from '@concert/core'
import type { Bench } from './bench.ts'

/**
 * Loads every bench in a folder, by name. A bench is there because its file is: nothing else has
 * to be edited when one is added.
 *
 * @throws ConcertError `bench-malformed` when a module exports no `bench` named as its file is.
 */
export async function loadBenches(folder: string): Promise<readonly Bench[]> {
  const files = await readdir(folder).catch(absentIsEmpty)
  const modules = files.filter((file) => /\.[jt]s$/.test(file) && !/\.(d|test)\.[jt]s$/.test(file))
  return Promise.all(modules.toSorted().map((file) => loadBench(join(folder, file))))
}

async function loadBench(path: string): Promise<Bench> {
  const loaded: { readonly bench?: unknown } = await import(pathToFileURL(path).href)
  const name = basename(path).replace(/\.[jt]s$/, '')
  if (!isBench(loaded.bench) || loaded.bench.name !== name) {
    throw new ConcertError('bench-malformed', { path })
  }
  return loaded.bench
}

function isBench(value: unknown): value is Bench {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    'description' in value &&
    'run' in value &&
    typeof value.run === 'function'
  )
}

function absentIsEmpty(error: unknown): string[] {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
  throw error
}
