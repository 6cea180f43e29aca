import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { createServer, type Server } from 'node:http'

/** An OpenID provider on loopback that says whatever a test wants it to say. */
export class OidcProvider {
  readonly issuer: string
  readonly #server: Server
  readonly #keys: { publicKey: KeyObject; privateKey: KeyObject }
  /** Claims of the next ID token. */
  claims: Readonly<Record<string, unknown>> = {}
  nonce: string | null = null
  /** What the provider says instead of who somebody is, as OpenID Connect Core §3.1.2.6 has it. */
  refusal: string | null = null

  private constructor(server: Server, issuer: string) {
    this.#server = server
    this.issuer = issuer
    this.#keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  }

  /** @param at - port of loopback; any free one without it */
  static async start(at = 0): Promise<OidcProvider> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : 0
    const provider = new OidcProvider(server, `http://127.0.0.1:${port}`)
    server.on('request', (request, response) => {
      const path = (request.url ?? '').split('?')[0] ?? ''
      request.resume()
      if (path === '/authorize') {
        response.writeHead(302, { location: provider.#sendBack(request.url ?? '') }).end()
        return
      }
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(provider.#answer(path)))
    })
    return provider
  }

  /** Answers again at its address, with the keys that it had. */
  async resume(): Promise<void> {
    const port = Number(new URL(this.issuer).port)
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve))
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  /** Whoever is sent here is known at once, as somebody who has signed in before. */
  #sendBack(asked: string): string {
    const query = new URL(asked, this.issuer).searchParams
    this.nonce = query.get('nonce')
    const back = new URL(query.get('redirect_uri') ?? '')
    back.searchParams.set('state', query.get('state') ?? '')
    if (this.refusal === null) back.searchParams.set('code', 'given')
    else back.searchParams.set('error', this.refusal)
    return back.href
  }

  #answer(path: string): object {
    const { issuer } = this
    if (path.endsWith('openid-configuration')) {
      return {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        userinfo_endpoint: `${issuer}/userinfo`,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      }
    }
    if (path === '/jwks') {
      const jwk = this.#keys.publicKey.export({ format: 'jwk' })
      return { keys: [{ ...jwk, kid: 'one', alg: 'RS256', use: 'sig' }] }
    }
    if (path === '/userinfo') return this.claims
    return { access_token: 'access', token_type: 'Bearer', expires_in: 60, id_token: this.#token() }
  }

  #token(): string {
    const now = Math.floor(Date.now() / 1000)
    const nonce = this.nonce === null ? {} : { nonce: this.nonce }
    const body = { iss: this.issuer, aud: 'concert', iat: now, exp: now + 60, ...nonce }
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const signed = `${part({ alg: 'RS256', kid: 'one' })}.${part({ ...body, ...this.claims })}`
    const signature = sign('sha256', Buffer.from(signed), this.#keys.privateKey)
    return `${signed}.${signature.toString('base64url')}`
  }
}
