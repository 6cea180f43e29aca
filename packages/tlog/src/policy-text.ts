import { fromUtf8, hex, ok, type Refusal, type Result, refuse, type Sha256 } from '@concert/core'
import { formatVkey, type NoteKey, parseVkey } from './keys.ts'
import {
  NO_QUORUM,
  type Policy,
  type PolicyGroup,
  type PolicyMember,
  type PolicyWitness,
} from './policy.ts'
import { canSignAs, type KeyRole } from './signature-types.ts'
import { parseDecimal, readText } from './text.ts'

const MAX_POLICY_BYTES = 256 * 1024

type PolicyCode = 'malformed' | 'unsupported-key'

/**
 * Reads a policy text (tlog-policy, "Policy file syntax and structure"), which must be UTF-8.
 *
 * @returns the policy, or a refusal whose `at` is such as `lines[3].vkey`, counted from 1
 */
export function parsePolicy(
  sha256: Sha256,
  input: string | Uint8Array,
): Result<Policy, PolicyCode> {
  const text = readPolicyText(input)
  if (text === undefined) return refuse('malformed', 'text')
  const reader = new PolicyReader(sha256)
  for (const [i, line] of text.split('\n').entries()) {
    const words = line.split(' ').filter((word) => word !== '')
    if (words[0] === undefined || words[0].startsWith('#')) continue
    const fault = reader.read(words)
    if (fault) return refuse(fault.code, `lines[${i + 1}].${fault.at}`)
  }
  return reader.policy()
}

function readPolicyText(input: string | Uint8Array): string | undefined {
  if (input.length > MAX_POLICY_BYTES) return undefined
  const text = typeof input === 'string' ? input : fromUtf8(input)
  if (text === undefined || text.includes('\u007f')) return undefined
  // A tab separates words as a space does, and is the one other control character allowed.
  return readText(text.replaceAll('\t', ' '), MAX_POLICY_BYTES)
}

class PolicyReader {
  readonly #sha256: Sha256
  readonly #logs: PolicyMember[] = []
  readonly #witnesses: PolicyWitness[] = []
  readonly #groups: PolicyGroup[] = []
  readonly #defined = new Set<string>()
  readonly #grouped = new Set<string>()
  #quorum: string | undefined

  constructor(sha256: Sha256) {
    this.#sha256 = sha256
  }

  read([keyword, ...words]: readonly string[]): Refusal<PolicyCode> | undefined {
    switch (keyword) {
      case 'log':
        return this.#readLog(words)
      case 'witness':
        return this.#readWitness(words)
      case 'group':
        return this.#readGroup(words)
      case 'quorum':
        return this.#readQuorum(words)
      default:
        return refuse('malformed', 'keyword')
    }
  }

  policy(): Result<Policy, 'malformed'> {
    if (this.#quorum === undefined) return refuse('malformed', 'quorum')
    return ok({
      logs: this.#logs,
      witnesses: this.#witnesses,
      groups: this.#groups,
      quorum: this.#quorum,
    })
  }

  #readLog([vkey, url, ...rest]: readonly string[]): Refusal<PolicyCode> | undefined {
    if (vkey === undefined || rest.length > 0) return refuse('malformed', 'log')
    const key = this.#readKey(vkey, 'log', this.#logs)
    if (!key.ok) return key
    this.#logs.push(memberOf(key.value, url))
    return undefined
  }

  #readWitness([name, vkey, url, ...rest]: readonly string[]): Refusal<PolicyCode> | undefined {
    if (vkey === undefined || rest.length > 0) return refuse('malformed', 'witness')
    const key = this.#readKey(vkey, 'witness', this.#witnesses)
    if (!key.ok) return key
    if (name === undefined || !this.#define(name)) return refuse('malformed', 'name')
    this.#witnesses.push({ name, ...memberOf(key.value, url) })
    return undefined
  }

  #readGroup([name, count, ...members]: readonly string[]): Refusal<PolicyCode> | undefined {
    if (name === undefined || members.length === 0) return refuse('malformed', 'group')
    const threshold = parseThreshold(count, members.length)
    if (threshold === undefined) return refuse('malformed', 'threshold')
    for (const member of members) {
      // A name counts in one place only, so that no witness counts twice.
      if (!this.#defined.has(member) || this.#grouped.has(member)) {
        return refuse('malformed', 'member')
      }
      this.#grouped.add(member)
    }
    if (!this.#define(name)) return refuse('malformed', 'name')
    this.#groups.push({ name, threshold, members })
    return undefined
  }

  #readQuorum([name, ...rest]: readonly string[]): Refusal<PolicyCode> | undefined {
    if (name === undefined || rest.length > 0) return refuse('malformed', 'quorum')
    if (this.#quorum !== undefined) return refuse('malformed', 'quorum')
    if (name !== NO_QUORUM && !this.#defined.has(name)) return refuse('malformed', 'name')
    this.#quorum = name
    return undefined
  }

  #readKey(
    vkey: string,
    role: KeyRole,
    known: readonly PolicyMember[],
  ): Result<NoteKey, PolicyCode> {
    const key = parseVkey(this.#sha256, vkey)
    if (!key.ok) return refuse(key.code, 'vkey')
    if (!canSignAs(role, key.value)) return refuse('unsupported-key', 'vkey')
    // The same public key under another name is still the same log or witness.
    const pub = hex(key.value.pub)
    if (known.some((member) => hex(member.key.pub) === pub)) return refuse('malformed', 'duplicate')
    return key
  }

  #define(name: string): boolean {
    if (name === NO_QUORUM || this.#defined.has(name)) return false
    this.#defined.add(name)
    return true
  }
}

function memberOf(key: NoteKey, url: string | undefined): PolicyMember {
  return url === undefined ? { key } : { key, url }
}

function parseThreshold(text: string | undefined, members: number): number | undefined {
  if (text === 'any') return 1
  if (text === 'all') return members
  const threshold = parseDecimal(text ?? '')
  return threshold !== undefined && threshold >= 1 && threshold <= members ? threshold : undefined
}

/** The policy as text, one spelling for each policy. */
export function formatPolicy(policy: Policy): string {
  return [
    ...policy.logs.map(({ key, url }) => wordsOf('log', formatVkey(key), url)),
    ...policy.witnesses.map(({ name, key, url }) => wordsOf('witness', name, formatVkey(key), url)),
    ...policy.groups.map((group) =>
      wordsOf('group', group.name, thresholdText(group), ...group.members),
    ),
    wordsOf('quorum', policy.quorum),
  ].join('')
}

function wordsOf(...words: readonly (string | undefined)[]): string {
  return `${words.filter((word) => word !== undefined).join(' ')}\n`
}

function thresholdText({ threshold, members }: PolicyGroup): string {
  if (threshold === members.length) return 'all'
  return threshold === 1 ? 'any' : `${threshold}`
}
