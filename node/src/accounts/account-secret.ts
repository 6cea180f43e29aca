import { createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto'
import { dirname } from 'node:path'
import { ConcertError, fromUtf8, utf8 } from '@concert/core'
import { createFile, makePrivateFolder, PRIVATE_FILE } from '../files/atomic-file.ts'
import { readPrivateFile } from '../files/private-file.ts'
import { accountsSecretPath } from '../operation/data-files.ts'

const MAX_BYTES = 200

/**
 * Reads the secret that signs cookies and seals second factors, and makes it the first time.
 *
 * @throws ConcertError `accounts-secret` when others may read it or it is not one
 */
export async function loadAccountsSecret(dataDir: string): Promise<string> {
  const path = accountsSecretPath(dataDir)
  await makePrivateFolder(dirname(path))
  await createFile(path, utf8(randomBytes(48).toString('base64url')), PRIVATE_FILE)
  const read = await readPrivateFile(path, MAX_BYTES)
  const text = read.ok ? (fromUtf8(read.value) ?? '').trim() : ''
  if (text.length < 32) throw new ConcertError('accounts-secret', { at: path })
  return text
}

/** The value of a cookie that the accounts library has signed: `value.base64(HMAC-SHA256)`. */
export function openSignedCookie(secret: string, text: string): string | undefined {
  const decoded = decode(text)
  const dot = decoded.lastIndexOf('.')
  if (dot < 1) return undefined
  const value = decoded.slice(0, dot)
  const expected = createHmac('sha256', secret).update(value).digest()
  const given = Buffer.from(decoded.slice(dot + 1), 'base64')
  const isRight = given.length === expected.length && timingSafeEqual(given, expected)
  return isRight ? value : undefined
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

/** What a page of this visitor or session says back with every change. */
export function csrfToken(secret: string, of: string): string {
  return createHmac('sha256', secret).update(`csrf\n${of}`).digest('base64url')
}

/** Compares two texts in a time that tells nothing of where they differ. */
export function isSameText(a: string, b: string): boolean {
  return timingSafeEqual(hash('sha256', a, 'buffer'), hash('sha256', b, 'buffer'))
}
