import { knownDomain, nameLength } from './hosts.ts'
import { isHostUnit, isSpacelessLetter, type Scan } from './scan.ts'

const MAX_LOCAL = 64
const MAX_DOMAIN = 253
// How often a name may turn from ASCII to a script without spaces and still be asked for.
const MAX_TURNS = 4
// The dot-atom of RFC 5322 §3.2.3 without what running text puts around an address.
const LOCAL = /[a-z0-9._%+=&~$-]/i

/** Finds e-mail addresses: a local part, `@`, and a domain name that can exist. */
export function findEmails(scan: Scan): void {
  const { text } = scan
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const from = startOfLocal(text, at)
    const to = endOfDomain(text, at + 1)
    const name = text.slice(at + 1, to)
    if (from === at || !name.includes('.') || !scan.isFree(from, to)) continue
    const domain = knownDomain(name)
    if (domain === undefined) continue
    const value = `${text.slice(from, at)}@${domain.value}`
    scan.add({ kind: 'email-addr', value, from, to, warnings: domain.warnings })
  }
}

function startOfLocal(text: string, at: number): number {
  let from = at
  while (from > 0 && at - from < MAX_LOCAL && LOCAL.test(text.charAt(from - 1))) from--
  while (from < at && /[^a-z0-9]/i.test(text.charAt(from))) from++
  return text.charAt(at - 1) === '.' ? at : from
}

function endOfDomain(text: string, begin: number): number {
  let to = begin
  let spaceless = 0
  while (to < text.length && to - begin < MAX_DOMAIN) {
    if (isSpacelessLetter(text, to)) {
      const isTurn = /[a-z0-9]/i.test(text.charAt(to - 1)) && spaceless++ < MAX_TURNS
      if (isTurn && knownDomain(text.slice(begin, to))) break
    } else if (!isHostUnit(text, to)) break
    to++
  }
  if (/[\u0300-\uffff]/.test(text.slice(begin, to))) to = begin + nameLength(text.slice(begin, to))
  while (to > begin && /[._-]/.test(text.charAt(to - 1))) to--
  return to
}
