import net from 'node:net'

/**
 * Below the ports that systems give to outgoing connections: one of those can be taken again by any
 * connection between looking and listening, or while a node that had it is restarted.
 */
const FIRST = 10_000
const COUNT = 20_000
/** Test files run in processes of their own, whose ids follow each other: each gets other ports. */
const APART = 211

let next = (process.pid * APART) % COUNT

/** A port of the loopback that nobody listens on, and that nobody here was given before. */
export async function freePort(): Promise<number> {
  for (let i = 0; i < COUNT; i++) {
    const port = FIRST + next
    next = (next + 1) % COUNT
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
