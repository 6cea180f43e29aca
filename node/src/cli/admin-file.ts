import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import {
  canonicalText,
  decode,
  integer,
  object,
  ok,
  parseStrictJson,
  type Result,
  refuse,
  text,
  utf8,
} from '@concert/core'
import { hostnameOf, isLoopback } from '../config/addresses.ts'
import { makePrivateFolder, PRIVATE_FILE, replaceFile } from '../files/atomic-file.ts'
import { readPrivateFile } from '../files/private-file.ts'

const SHAPE = object({
  /** Base URL of the operator's listener: http, loopback. */
  url: text({ max: 200, pattern: /^http:\/\// }),
  /** Secret of this run of the node. */
  token: text({ min: 32, max: 200, pattern: /^[A-Za-z0-9_-]+$/ }),
  pid: integer(1),
})

/** How the command line reaches the running node. */
export type AdminFile = ReturnType<typeof SHAPE>

const MAX_BYTES = 4096

/** Path of the file that a running node keeps in its data folder. */
export function adminFilePath(dataDir: string): string {
  return join(dataDir, 'run', 'admin.json')
}

/** Writes the file, mode 0600, once the node listens. */
export async function writeAdminFile(dataDir: string, file: AdminFile): Promise<void> {
  const path = adminFilePath(dataDir)
  const { url, token, pid } = file
  await makePrivateFolder(dirname(path))
  await replaceFile(path, utf8(`${canonicalText({ url, token, pid })}\n`), PRIVATE_FILE)
}

/** Takes the file away when the node stops. */
export function removeAdminFile(dataDir: string): Promise<void> {
  return rm(adminFilePath(dataDir), { force: true })
}

/**
 * Reads the file.
 *
 * @returns `not-running` when there is none, `admin-file` when it is damaged or others may read it
 */
export async function readAdminFile(
  dataDir: string,
): Promise<Result<AdminFile, 'not-running' | 'admin-file'>> {
  const read = await readPrivateFile(adminFilePath(dataDir), MAX_BYTES)
  if (!read.ok) return refuse(read.code === 'file-missing' ? 'not-running' : 'admin-file')
  const json = parseStrictJson(read.value)
  if (!json.ok) return refuse('admin-file')
  const file = decode(SHAPE, json.value)
  if (!file.ok) return refuse('admin-file', file.at)
  // The token must not leave this machine, whatever the file says.
  const url = URL.parse(file.value.url)
  return url !== null && isLoopback(hostnameOf(url)) ? ok(file.value) : refuse('admin-file', 'url')
}
