import {
  createCipheriv,
  createDecipheriv,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign,
  verify,
} from 'node:crypto'

/** Documents signed on the way of one envelope: statement, envelope, header of the parcel. */
const DOCUMENTS = 3

/**
 * What `node:crypto` alone needs for the same guarantees: both signatures over three messages, one
 * X25519 seal of the same plaintext, and all of it the other way round.
 */
export class BareCrypto {
  readonly #signers = [generateKeyPairSync('ed25519'), generateKeyPairSync('ml-dsa-65')]
  readonly #receiver = generateKeyPairSync('x25519')
  readonly #message = randomBytes(600)
  readonly #plaintext: Uint8Array

  constructor(plaintext: Uint8Array) {
    this.#plaintext = plaintext
  }

  /** There and back once. */
  run(): void {
    const signatures = this.#sign()
    const fresh = generateKeyPairSync('x25519')
    const cipher = createCipheriv(
      'aes-256-gcm',
      keyFrom(fresh.privateKey, this.#receiver.publicKey),
      new Uint8Array(12),
    )
    const sealed = [cipher.update(this.#plaintext), cipher.final()]
    const opener = createDecipheriv(
      'aes-256-gcm',
      keyFrom(this.#receiver.privateKey, fresh.publicKey),
      new Uint8Array(12),
    )
    opener.setAuthTag(cipher.getAuthTag())
    for (const part of sealed) opener.update(part)
    opener.final()
    this.#verify(signatures)
  }

  #sign(): Buffer[][] {
    return Array.from({ length: DOCUMENTS }, () =>
      this.#signers.map(({ privateKey }) => sign(null, this.#message, privateKey)),
    )
  }

  #verify(documents: readonly (readonly Buffer[])[]): void {
    for (const signatures of documents) {
      for (const [i, { publicKey }] of this.#signers.entries()) {
        verify(null, this.#message, publicKey, signatures[i] ?? new Uint8Array())
      }
    }
  }
}

function keyFrom(privateKey: KeyObject, publicKey: KeyObject): Uint8Array {
  const shared = diffieHellman({ privateKey, publicKey })
  return new Uint8Array(hkdfSync('sha256', shared, new Uint8Array(), 'bench', 32))
}
