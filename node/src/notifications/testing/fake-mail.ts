import net from 'node:net'

/** A message as a mail server of a test took it. */
export interface TakenMail {
  readonly from: string
  readonly to: string
  readonly raw: string
}

/** A mail server on loopback that keeps what it gets. */
export interface FakeMailServer {
  readonly port: number
  readonly mails: readonly TakenMail[]
  /** Refuse so many messages from now on. */
  refuse(count: number): void
  close(): Promise<void>
}

/** Starts a mail server that speaks just enough SMTP (RFC 5321) for a client to hand over a message. */
export async function startFakeMail(): Promise<FakeMailServer> {
  const mails: TakenMail[] = []
  const state = { refusing: 0 }
  const server = net.createServer((socket) => converse(socket, mails, state))
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

function converse(socket: net.Socket, mails: TakenMail[], state: { refusing: number }): void {
  let pending = ''
  let from = ''
  let to = ''
  let data: string[] | undefined
  const line = (text: string): string | undefined => {
    if (data) {
      if (text !== '.') {
        data.push(text.replace(/^\.\./, '.'))
        return undefined
      }
      mails.push({ from, to, raw: data.join('\r\n') })
      data = undefined
      return '250 taken'
    }
    if (/^(?:EHLO|HELO)/i.test(text)) return '250 fake'
    if (/^MAIL FROM:/i.test(text)) {
      from = text.slice(10).trim()
      if (state.refusing === 0) return '250 ok'
      state.refusing--
      return '451 try again later'
    }
    if (/^RCPT TO:/i.test(text)) {
      to = text.slice(8).trim()
      return '250 ok'
    }
    if (/^DATA/i.test(text)) {
      data = []
      return '354 go on'
    }
    return /^QUIT/i.test(text) ? '221 bye' : '250 ok'
  }
  socket.on('error', () => undefined)
  socket.write('220 fake\r\n')
  socket.on('data', (chunk) => {
    pending += chunk.toString('utf8')
    for (let end = pending.indexOf('\r\n'); end >= 0; end = pending.indexOf('\r\n')) {
      const answer = line(pending.slice(0, end))
      pending = pending.slice(end + 2)
      if (answer !== undefined) socket.write(`${answer}\r\n`)
    }
  })
}
