import net from 'node:net'

/**
 * Below the ports that systems give to outgoing connections: one of those can be taken again by any
 * connection between looking and listening, or while a node that had it is restarted.
 */
const FIRST = 10_000
const LAST = 29_999
const TRIES = 100

/** A port of the loopback that nobody listens on. */
export async function freePort(): Promise<number> {
  for (let i = 0; i < TRIES; i++) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST + 1))
    if (await isFree(port)) return port
  }
  throw new Error('no free port')
}

async function isFree(port: number): Promise<boolean> {
  const probe = net.createServer()
  const isListening = await new Promise<boolean>((resolve) => {
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => resolve(true))
  })
  if (isListening) await new Promise((resolve) => probe.close(resolve))
  return isListening
}
