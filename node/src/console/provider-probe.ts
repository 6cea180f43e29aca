const PATIENCE_MS = 5_000

/**
 * Whether an identity provider answers. What the library knows of it may be old, and a browser that
 * is sent to one that does not answer is left on an error page that says nothing of ours.
 */
export class ProviderProbe {
  #asked: Promise<boolean> | undefined

  /** Asks for the discovery document (OpenID Connect Discovery §4); many at once ask once. */
  async answers(issuer: string): Promise<boolean> {
    this.#asked ??= ask(issuer).finally(() => {
      this.#asked = undefined
    })
    return await this.#asked
  }
}

async function ask(issuer: string): Promise<boolean> {
  try {
    const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) })
    await response.body?.cancel()
    return response.ok
  } catch {
    return false
  }
}
