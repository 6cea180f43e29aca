import net from 'node:net'
import tls from 'node:tls'

/** A message as a mail server of a test took it. */
export interface TakenMail {
  readonly from: string
  readonly to: string
  readonly raw: string
  /** Whether it came under TLS. */
  readonly secure: boolean
  /** Who logged in; null for nobody. */
  readonly user: string | null
}

/** A mail server on loopback that keeps what it gets. */
export interface FakeMailServer {
  readonly port: number
  readonly mails: readonly TakenMail[]
  /** Refuse so many messages from now on. */
  refuse(count: number): void
  close(): Promise<void>
}

/** What a mail server of a test demands. */
export interface FakeMailOptions {
  /** Under TLS from the first byte, or offering to begin it (RFC 3207). */
  readonly tls?: 'implicit' | 'starttls'
  readonly cert?: string
  readonly key?: string
  /** Nobody else may send (RFC 4954). */
  readonly login?: { readonly user: string; readonly password: string }
}

/** Starts a mail server that speaks just enough SMTP (RFC 5321) for a client to hand over a message. */
export async function startFakeMail(options: FakeMailOptions = {}): Promise<FakeMailServer> {
  const mails: TakenMail[] = []
  const state = { refusing: 0 }
  const talk = (socket: net.Socket) => new Conversation(options, mails, state).greet(socket)
  const { cert, key } = options
  const server =
    options.tls === 'implicit' ? tls.createServer({ cert, key }, talk) : net.createServer(talk)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    mails,
    refuse: (count) => {
      state.refusing = count
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

class Conversation {
  readonly #options: FakeMailOptions
  readonly #mails: TakenMail[]
  readonly #state: { refusing: number }
  #pending = ''
  #from = ''
  #to = ''
  #user: string | null = null
  #data: string[] | undefined

  constructor(options: FakeMailOptions, mails: TakenMail[], state: { refusing: number }) {
    this.#options = options
    this.#mails = mails
    this.#state = state
  }

  greet(socket: net.Socket): void {
    socket.write('220 fake\r\n')
    this.#listen(socket)
  }

  #listen(socket: net.Socket): void {
    socket.on('error', () => undefined)
    socket.on('data', (chunk: Buffer) => {
      this.#pending += chunk.toString('utf8')
      for (let end = this.#pending.indexOf('\r\n'); end >= 0; end = this.#pending.indexOf('\r\n')) {
        const line = this.#pending.slice(0, end)
        this.#pending = this.#pending.slice(end + 2)
        if (/^STARTTLS$/i.test(line) && this.#options.tls === 'starttls') {
          return this.#beginTls(socket)
        }
        const answer = this.#answer(line, socket instanceof tls.TLSSocket)
        if (answer !== undefined) socket.write(`${answer}\r\n`)
      }
    })
  }

  #beginTls(socket: net.Socket): void {
    socket.removeAllListeners('data')
    socket.write('220 go on\r\n')
    const { cert, key } = this.#options
    const secured = new tls.TLSSocket(socket, { isServer: true, cert, key })
    this.#listen(secured)
  }

  #answer(text: string, secure: boolean): string | undefined {
    if (this.#data) return this.#take(this.#data, text, secure)
    if (/^(?:EHLO|HELO)/i.test(text)) return this.#hello(secure)
    if (/^STARTTLS/i.test(text)) return '502 not implemented'
    if (/^AUTH PLAIN /i.test(text)) return this.#logIn(text.slice(11))
    if (/^MAIL FROM:/i.test(text)) {
      this.#from = text.slice(10).trim()
      if (this.#options.login && this.#user === null) return '530 log in first'
      if (this.#state.refusing === 0) return '250 ok'
      this.#state.refusing--
      return '451 try again later'
    }
    if (/^RCPT TO:/i.test(text)) {
      this.#to = text.slice(8).trim()
      return '250 ok'
    }
    if (/^DATA/i.test(text)) {
      this.#data = []
      return '354 go on'
    }
    return /^QUIT/i.test(text) ? '221 bye' : '250 ok'
  }

  #hello(secure: boolean): string {
    const offers = [
      'fake',
      ...(this.#options.tls === 'starttls' && !secure ? ['STARTTLS'] : []),
      ...(this.#options.login ? ['AUTH PLAIN'] : []),
    ]
    return offers.map((offer, i) => `250${i < offers.length - 1 ? '-' : ' '}${offer}`).join('\r\n')
  }

  #logIn(response: string): string {
    const [, user = '', password] = Buffer.from(response, 'base64').toString().split('\0')
    const { login } = this.#options
    if (user !== login?.user || password !== login.password) return '535 not you'
    this.#user = user
    return '235 you'
  }

  #take(data: string[], text: string, secure: boolean): string | undefined {
    if (text !== '.') {
      data.push(text.replace(/^\.\./, '.'))
      return undefined
    }
    const raw = data.join('\r\n')
    this.#mails.push({ from: this.#from, to: this.#to, raw, secure, user: this.#user })
    this.#data = undefined
    return '250 taken'
  }
}
