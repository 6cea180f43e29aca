import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { fromUtf8 } from '@concert/core'
import { readPrivateFile } from '../files/private-file.ts'
import type { TlsIdentity } from '../outbound/outbound-client.ts'
import { FeedError } from './feed-codes.ts'

const MAX_BYTES = 4096
const MAX_PEM = 64 * 1024
// RFC 9110 §5.1 and §5.5; these would change what a request is.
const HEADER =
  /^header ([!#$%&'*+.^_`|~0-9a-z-]{1,100}): ?([\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?)$/i
const NOT_THESE = /^(?:host|content-|transfer-|connection|accept|te|upgrade|expect|if-|range)/i

/** What a server is shown. */
export interface FeedCredentials {
  readonly headers: Readonly<Record<string, string>>
  readonly identity?: TlsIdentity
}

/** Files that a client certificate is made of, each PEM. */
export interface IdentityFiles {
  readonly certificate?: string | undefined
  /** Private: mode 0600. */
  readonly key?: string | undefined
  /** Authorities that are believed beside the system's. */
  readonly authorities?: string | undefined
}

/**
 * What a file of credentials stands for. It is read anew for each reading of a feed, so that it can be
 * changed while the node runs, and what is in it is kept nowhere else.
 *
 * @throws FeedError `feed-credentials`, without saying what the file holds
 */
export async function readCredentials(path: string | undefined): Promise<FeedCredentials> {
  if (path === undefined) return { headers: {} }
  const file = await readPrivateFile(path, MAX_BYTES)
  const parsed = file.ok ? parseCredentials(fromUtf8(file.value) ?? '') : undefined
  if (parsed === undefined) throw new FeedError('feed-credentials')
  const beside = (name: string | undefined) => name && resolve(dirname(path), name)
  const { certificate, key, authorities } = parsed.files
  const identity = await readIdentity({
    certificate: beside(certificate),
    key: beside(key),
    authorities: beside(authorities),
  })
  return { headers: parsed.headers, ...(identity && { identity }) }
}

/**
 * A client certificate out of its files; `undefined` when there is none to read.
 *
 * @throws FeedError `feed-credentials` when one of a pair is missing, a file can't be read, or others
 *   may read the key
 */
export async function readIdentity(files: IdentityFiles): Promise<TlsIdentity | undefined> {
  const { certificate, key, authorities } = files
  if ((certificate === undefined) !== (key === undefined)) throw new FeedError('feed-credentials')
  const [cert, secret, ca] = await Promise.all([
    readPem(certificate),
    readPrivatePem(key),
    readPem(authorities),
  ])
  if (cert === undefined && ca === undefined) return undefined
  return {
    ...(cert !== undefined && { cert }),
    ...(secret !== undefined && { key: secret }),
    ...(ca !== undefined && { ca }),
  }
}

async function readPem(path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined || !text.includes('-----BEGIN ')) throw new FeedError('feed-credentials')
  return text
}

async function readPrivatePem(path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined
  const file = await readPrivateFile(path, MAX_PEM)
  const text = file.ok ? fromUtf8(file.value) : undefined
  if (text === undefined || !text.includes('-----BEGIN ')) throw new FeedError('feed-credentials')
  return text
}

const FILE = /^(certificate|key|authorities) (\S[^\r\n]*)$/

/** A line for a header, and lines that name the files of a certificate; at least one of them. */
function parseCredentials(
  text: string,
): { readonly headers: FeedCredentials['headers']; readonly files: IdentityFiles } | undefined {
  const lines = text.split(/\r?\n/).filter((line) => line !== '')
  const files: Record<string, string> = {}
  const others = lines.filter((line) => {
    const [, name, path] = FILE.exec(line) ?? []
    if (name === undefined || path === undefined) return true
    files[name] = path
    return false
  })
  if (lines.length === 0 || others.length > 1) return undefined
  const headers = others[0] === undefined ? {} : credentialsHeader(others[0])
  return headers && { headers, files }
}

/** One line: `basic USER:PASSWORD`, `bearer TOKEN` or `header NAME: VALUE`. */
function credentialsHeader(line: string): Readonly<Record<string, string>> | undefined {
  const basic = /^basic ([^\r\n:]+:[^\r\n]*)$/i.exec(line)?.[1]
  if (basic !== undefined) {
    return { authorization: `Basic ${Buffer.from(basic).toString('base64')}` }
  }
  const bearer = /^bearer ([\w.~+/-]+=*)$/i.exec(line)?.[1]
  if (bearer !== undefined) return { authorization: `Bearer ${bearer}` }
  const [, name, value] = HEADER.exec(line) ?? []
  if (name === undefined || value === undefined || NOT_THESE.test(name)) return undefined
  return { [name.toLowerCase()]: value }
}
