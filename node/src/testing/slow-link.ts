import net from 'node:net'

/** What a link is like. */
export interface LinkOptions {
  /** Time there and back, in milliseconds. */
  readonly roundTripMs: number
  /** Bytes a second, each way, for all connections together. */
  readonly bytesPerSecond: number
  /** Of a hundred requests, how many are cut in the middle of their body. */
  readonly cutPercent?: number
  /** Every connection is cut so often, in milliseconds. */
  readonly cutEveryMs?: number
  /** Makes the same link behave alike twice. */
  readonly seed?: number
}

/** One direction of the link: bytes leave in turn, at its pace, and arrive half a round trip later. */
class Lane {
  readonly #bytesPerSecond: number
  readonly #delayMs: number
  #freeAt = 0

  constructor({ bytesPerSecond, roundTripMs }: LinkOptions) {
    this.#bytesPerSecond = bytesPerSecond
    this.#delayMs = roundTripMs / 2
  }

  /** Milliseconds until so many bytes have left, and until they have arrived. */
  send(bytes: number): { readonly leftMs: number; readonly arrivedMs: number } {
    const now = performance.now()
    this.#freeAt = Math.max(now, this.#freeAt) + (bytes / this.#bytesPerSecond) * 1000
    return { leftMs: this.#freeAt - now, arrivedMs: this.#freeAt - now + this.#delayMs }
  }
}

/** A slow, lossy link in front of a node: a proxy for tests and benches where netem is not to be had. */
export class SlowLink {
  readonly #options: LinkOptions
  readonly #target: number
  readonly #there: Lane
  readonly #back: Lane
  readonly #sockets = new Set<net.Socket>()
  readonly #server: net.Server
  readonly #cutting: NodeJS.Timeout | undefined
  #draws: number
  #isDown = false
  #bytes = 0
  #cuts = 0

  private constructor(target: number, options: LinkOptions) {
    this.#options = options
    this.#target = target
    this.#there = new Lane(options)
    this.#back = new Lane(options)
    this.#draws = options.seed ?? 1
    this.#server = net.createServer((socket) => this.#join(socket))
    const { cutEveryMs } = options
    this.#cutting = cutEveryMs ? setInterval(() => this.cut(), cutEveryMs) : undefined
  }

  /** Puts a link in front of a port of this machine. */
  static async open(port: number, options: LinkOptions): Promise<SlowLink> {
    const link = new SlowLink(port, options)
    await new Promise<void>((resolve) => link.#server.listen(0, '127.0.0.1', resolve))
    return link
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as net.AddressInfo).port}`
  }

  /** Bytes that came in to be sent to the node, those that were lost among them. */
  get bytes(): number {
    return this.#bytes
  }

  get cuts(): number {
    return this.#cuts
  }

  get isDown(): boolean {
    return this.#isDown
  }

  /** Ends every connection where it is. */
  cut(): void {
    this.#cuts += this.#sockets.size > 0 ? 1 : 0
    for (const socket of this.#sockets) socket.destroy()
  }

  /** Lets nothing through, or everything again. */
  setDown(isDown: boolean): void {
    this.#isDown = isDown
    if (isDown) this.cut()
  }

  async close(): Promise<void> {
    clearInterval(this.#cutting)
    this.cut()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  #join(near: net.Socket): void {
    if (this.#isDown) {
      near.destroy()
      return
    }
    const far = net.connect(this.#target, '127.0.0.1')
    const end = () => {
      near.destroy()
      far.destroy()
    }
    for (const socket of [near, far]) {
      this.#sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('error', end)
      socket.on('close', () => {
        this.#sockets.delete(socket)
        end()
      })
    }
    let left = Number.POSITIVE_INFINITY
    near.on('data', (data: Buffer) => {
      this.#bytes += data.length
      const cutAt = this.#cutAt(data)
      if (cutAt !== undefined) left = cutAt
      left -= data.length
      if (left > 0) return this.#carry(this.#there, near, far, data)
      this.#cuts++
      end()
    })
    far.on('data', (data: Buffer) => this.#carry(this.#back, far, near, data))
  }

  /** After how many bytes a request that begins here is cut; undefined when nothing begins. */
  #cutAt(data: Buffer): number | undefined {
    const head = data.subarray(0, 2048).toString('latin1')
    const length = /^POST [\s\S]*?\r\ncontent-length: (\d+)\r\n/i.exec(head)?.[1]
    if (length === undefined) return undefined
    const isCut = this.#random() * 100 < (this.#options.cutPercent ?? 0)
    return isCut ? this.#random() * Number(length) : Number.POSITIVE_INFINITY
  }

  #carry(lane: Lane, from: net.Socket, to: net.Socket, data: Buffer): void {
    const { leftMs, arrivedMs } = lane.send(data.length)
    from.pause()
    setTimeout(() => from.resume(), leftMs)
    setTimeout(() => {
      if (!to.destroyed) to.write(data)
    }, arrivedMs)
  }

  /** A linear congruential generator (Numerical Recipes, 1992, §7.1): 0 to 1. */
  #random(): number {
    this.#draws = (Math.imul(this.#draws, 1_664_525) + 1_013_904_223) >>> 0
    return this.#draws / 2 ** 32
  }
}
