import {
  base64,
  type CryptoPort,
  canonicalBytes,
  fromUtf8,
  type JsonObject,
  utf8,
} from '@concert/core'
import { type Answer, signAnswer } from '../answer.ts'
import {
  DOCUMENT_TYPES,
  type DocumentKind,
  parseDocument,
  signDocument,
  signersOf,
} from '../document.ts'
import { rootDigest, signIdentity } from '../identity.ts'
import type { SigningKey } from '../suites.ts'
import { exchange } from './exchange.ts'
import { NOW, nextIdentity, revoking, signers, someDigest, type TestNode } from './nodes.ts'

/** A DSSE document as text and what has to come of it. */
export interface DocumentCase {
  readonly name: string
  readonly kind: DocumentKind
  /** The canonical DSSE text; its UTF-8 bytes are the document. */
  readonly document: string
  readonly digest?: string
  /** Refusal code for invalid ones. */
  readonly code?: string
}

interface Dsse {
  readonly payload: string
  readonly payloadType: string
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[]
}

const textOf = (bytes: Uint8Array): string => fromUtf8(bytes) ?? ''
const dsseText = (dsse: object): string => textOf(canonicalBytes(dsse))

/** One valid document of each kind that has no vectors of its own: parcels and mailboxes have. */
export async function validDocuments(crypto: CryptoPort): Promise<readonly DocumentCase[]> {
  const { sender, receiver, parts } = await exchange(crypto)
  const answer = await signAnswer(crypto, answerDraft(sender, receiver), receiver.keys)
  const documents: readonly [DocumentKind, Uint8Array][] = [
    ['statement', parts.statement],
    ['envelope', parts.envelope],
    ['receipt', parts.receipt ?? parts.envelope],
    ['answer', answer.bytes],
  ]
  return documents.map(([kind, bytes]) => {
    const parsed = parseDocument(crypto, kind, bytes)
    if (!parsed.ok) throw new Error(parsed.code)
    return { name: `a good ${kind}`, kind, document: textOf(bytes), digest: parsed.value.digest }
  })
}

function answerDraft(
  sender: TestNode,
  receiver: TestNode,
): Omit<Answer, 'v' | 'signers' | 'digest'> {
  return {
    by: receiver.identity.node,
    to: sender.identity.node,
    identity: receiver.identity.digest,
    parcel: someDigest('parcel'),
    code: 'gap',
    expected: { epoch: 1, seq: 2, prev: someDigest('head') },
    log_size: 2,
    time: NOW,
  }
}

/** Statements that break one rule of the signature format each. */
export async function invalidDocuments(crypto: CryptoPort): Promise<readonly DocumentCase[]> {
  const { sender, parts } = await exchange(crypto)
  const good = JSON.parse(textOf(parts.statement)) as Dsse
  const payload = JSON.parse(textOf(Uint8Array.fromBase64(good.payload))) as JsonObject
  return [
    ...misspelled(good).map(([name, document]) => refused(name, document, 'malformed')),
    ...wronglySigned(good).map(([name, dsse, code]) => refused(name, dsseText(dsse), code)),
    ...(await wronglySaid(crypto, sender.keys, payload)),
  ]
}

function refused(name: string, document: string, code: string): DocumentCase {
  return { name, kind: 'statement', document, code }
}

function misspelled(good: Dsse): readonly (readonly [string, string])[] {
  const inner = textOf(Uint8Array.fromBase64(good.payload))
  const withPayload = (text: string): string => dsseText({ ...good, payload: base64(utf8(text)) })
  const sigs = (change: (sig: string) => string): string =>
    dsseText({ ...good, signatures: good.signatures.map((s) => ({ ...s, sig: change(s.sig) })) })
  return [
    ['an extra field', dsseText({ ...good, note: '' })],
    ['a missing field', dsseText({ payload: good.payload, signatures: good.signatures })],
    ['the type of a receipt', dsseText({ ...good, payloadType: DOCUMENT_TYPES.receipt })],
    ['white space outside', JSON.stringify(good, null, 1)],
    [
      'fields out of order',
      `{"payloadType":${JSON.stringify(good.payloadType)},"payload":${JSON.stringify(good.payload)},"signatures":${dsseText(good.signatures)}}`,
    ],
    ['base64 for URLs', sigs((sig) => sig.replaceAll('+', '-').replaceAll('/', '_'))],
    ['base64 without padding', sigs((sig) => sig.replaceAll('=', ''))],
    ['white space in the payload', withPayload(` ${inner}`)],
    ['a duplicate key in the payload', withPayload(inner.replace('{', '{"act":{},'))],
    ['a number in another spelling', withPayload(inner.replace('"items":5', '"items":5.0'))],
    ['an escape that is not needed', withPayload(inner.replace('"cert"', '"\\u0063ert"'))],
    ['a lone surrogate', withPayload(inner.replace('"cert"', '"\\ud800"'))],
    ['a text not in NFC', withPayload(inner.replace('"act":{', '"act":{"a":"e\u0301",'))],
    ['a bidirectional control', withPayload(inner.replace('"act":{', '"act":{"a":"\u202e",'))],
    [
      'an integer beyond 2^53 - 1',
      withPayload(inner.replace('"items":5', '"items":9007199254740992')),
    ],
    ['no signature', dsseText({ ...good, signatures: [] })],
  ]
}

function wronglySigned(good: Dsse): readonly (readonly [string, Dsse, string])[] {
  const [a, b] = good.signatures
  if (!a || !b) throw new Error('two signatures')
  const having = (...signatures: Dsse['signatures']): Dsse => ({ ...good, signatures })
  const bent = Uint8Array.fromBase64(a.sig)
  bent[0] = (bent[0] ?? 0) ^ 1
  return [
    ['the second half stripped', having(a), 'signers-mismatch'],
    ['the first half stripped', having(b), 'signers-mismatch'],
    ['signatures out of order', having(b, a), 'signers-mismatch'],
    ['one signature twice', having(a, b, b), 'signers-mismatch'],
    ['signatures exchanged', having({ ...a, sig: b.sig }, { ...b, sig: a.sig }), 'bad-signature'],
    ['one bit of a signature', having({ ...a, sig: base64(bent) }, b), 'bad-signature'],
  ]
}

async function wronglySaid(
  crypto: CryptoPort,
  keys: readonly SigningKey[],
  payload: JsonObject,
): Promise<readonly DocumentCase[]> {
  const sign = async (
    name: string,
    change: object,
    code = 'malformed',
    by = keys,
  ): Promise<DocumentCase> => {
    const body = { ...payload, signers: signersOf(by), ...change }
    const { bytes } = await signDocument(crypto, 'statement', body, by)
    return refused(name, textOf(bytes), code)
  }
  const ids = signersOf(keys)
  return [
    await sign('signers out of order', { signers: ids.toReversed() }),
    await sign('a free field', { note: 'free text' }),
    await sign('another version', { v: 2 }),
    await sign('a time without milliseconds', { time: '2026-11-23T09:00:00Z' }),
    await sign('a marking that TLP does not have', { tlp: 'white' }),
    await sign('the identity of somebody else', { identity: someDigest('x') }, 'unknown-identity'),
    await sign('half of the suite', {}, 'signers-mismatch', keys.slice(0, 1)),
    await sign('keys that the identity does not list', {}, 'unknown-key', signers(crypto, 'thief')),
    await sign('before the key was valid', { time: '2025-12-30T23:59:59.999Z' }, 'key-expired'),
  ]
}

/** A chain of identities, or the beginning of one that is refused at its last document. */
export interface ChainCase {
  readonly name: string
  readonly documents: readonly string[]
  readonly code?: string
}

/** Identity chains, good and bad. */
export async function identityChains(crypto: CryptoPort): Promise<readonly ChainCase[]> {
  const { sender: arden, receiver: belmar } = await exchange(crypto)
  const { draft, root, identity } = arden
  const first = textOf(identity.document)
  const third = rootDigest(crypto.sha256, signers(crypto, 'arden/root/3'))
  const thief = signers(crypto, 'thief')
  const next = async (change: object, by = root, after = identity): Promise<string> =>
    textOf((await signIdentity(crypto, { ...draft, ...change }, by, after)).bytes)
  const ids = arden.keys.map(({ id }) => id)
  const second = await nextIdentity(crypto, draft, root, identity)
  const chain = (name: string, more: readonly string[], code?: string): ChainCase => ({
    name,
    documents: [first, ...more],
    ...(code === undefined ? {} : { code }),
  })
  return [
    chain('a first version', []),
    chain('rotation to the root committed to', [await next({ nextRoot: third }, arden.nextRoot)]),
    chain('keys revoked', [await next(revoking(draft, ids, NOW))]),
    chain('rotation to another root', [await next({}, thief)], 'identity-chain'),
    chain(
      'another commitment without a rotation',
      [await next({ nextRoot: rootDigest(crypto.sha256, thief) })],
      'identity-chain',
    ),
    chain('a version left out', [await next({}, root, second)], 'identity-chain'),
    chain('an identity of another node', [textOf(belmar.identity.document)], 'identity-chain'),
    chain(
      'another document of the same version',
      [textOf((await signIdentity(crypto, { ...draft, economy: 'XB' }, root, undefined)).bytes)],
      'identity-fork',
    ),
    chain('signed by an operational key', [await next({}, arden.keys)], 'identity-chain'),
  ]
}
