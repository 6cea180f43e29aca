import { fromUtf8 } from '@concert/core'
import { readPrivateFile } from '../files/private-file.ts'
import { FeedError } from './feed-codes.ts'

const MAX_BYTES = 4096
// RFC 9110 §5.1 and §5.5; these would change what a request is.
const HEADER =
  /^header ([!#$%&'*+.^_`|~0-9a-z-]{1,100}): ?([\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?)$/i
const NOT_THESE = /^(?:host|content-|transfer-|connection|accept|te|upgrade|expect|if-|range)/i

/**
 * The header that a file of credentials stands for. The file is read anew for each reading, so that
 * it can be changed while the node runs, and what is in it is kept nowhere else.
 *
 * @throws FeedError `feed-credentials`, without saying what the file holds
 */
export async function readCredentials(
  path: string | undefined,
): Promise<Readonly<Record<string, string>>> {
  if (path === undefined) return {}
  const file = await readPrivateFile(path, MAX_BYTES)
  const header = file.ok ? credentialsHeader(fromUtf8(file.value) ?? '') : undefined
  if (header === undefined) throw new FeedError('feed-credentials')
  return header
}

/** One line: `basic USER:PASSWORD`, `bearer TOKEN` or `header NAME: VALUE`. */
function credentialsHeader(text: string): Readonly<Record<string, string>> | undefined {
  const line = text.replace(/\r?\n$/, '')
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
