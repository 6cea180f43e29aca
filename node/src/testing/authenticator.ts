import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/** What a browser asks an authenticator for when a passkey is made. */
interface MakeOptions {
  readonly challenge: string
  readonly rp: { readonly id?: string }
}

/** What it asks for when somebody signs in. */
interface GetOptions {
  readonly challenge: string
  readonly rpId?: string
}

const USER_PRESENT = 1
const USER_VERIFIED = 4
const HAS_KEY = 64

/** An authenticator in software: one passkey, as a platform makes them (WebAuthn, ES256, no attestation). */
export class Authenticator {
  readonly #id = randomBytes(16)
  readonly #keys: { publicKey: KeyObject; privateKey: KeyObject }
  readonly #origin: string
  /** Whether the person proves who they are, by finger or number. */
  verifies = true

  constructor(origin: string) {
    this.#origin = origin
    this.#keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  }

  /** Makes the passkey. */
  make({ challenge, rp }: MakeOptions): object {
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' })
    const key = Buffer.concat([
      Buffer.from('a5010203262001215820', 'hex'),
      Buffer.from(x, 'base64url'),
      Buffer.from('225820', 'hex'),
      Buffer.from(y, 'base64url'),
    ])
    const length = Buffer.from([0, this.#id.length])
    const attested = Buffer.concat([Buffer.alloc(16), length, this.#id, key])
    const data = Buffer.concat([this.#data(rp.id ?? '', HAS_KEY), attested])
    // {"fmt": "none", "attStmt": {}, "authData": …} in CBOR.
    const object = Buffer.concat([
      Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746158', 'hex'),
      Buffer.from([data.length]),
      data,
    ])
    return this.#credential('webauthn.create', challenge, {
      attestationObject: object.toString('base64url'),
      transports: ['internal'],
    })
  }

  /** Signs in with it. */
  get({ challenge, rpId }: GetOptions): object {
    const data = this.#data(rpId ?? '', 0)
    const client = this.#clientData('webauthn.get', challenge)
    const signed = Buffer.concat([data, createHash('sha256').update(client).digest()])
    return this.#credential('webauthn.get', challenge, {
      authenticatorData: data.toString('base64url'),
      signature: sign('sha256', signed, this.#keys.privateKey).toString('base64url'),
    })
  }

  #data(rpId: string, flags: number): Buffer {
    const verified = this.verifies ? USER_VERIFIED : 0
    return Buffer.concat([
      createHash('sha256').update(rpId).digest(),
      Buffer.from([USER_PRESENT | verified | flags, 0, 0, 0, 0]),
    ])
  }

  #clientData(type: string, challenge: string): Buffer {
    const data = { type, challenge, origin: this.#origin, crossOrigin: false }
    return Buffer.from(JSON.stringify(data))
  }

  #credential(type: string, challenge: string, response: object): object {
    const id = this.#id.toString('base64url')
    const clientDataJSON = this.#clientData(type, challenge).toString('base64url')
    const whole = { clientDataJSON, ...response }
    return { id, rawId: id, type: 'public-key', response: whole, clientExtensionResults: {} }
  }
}
