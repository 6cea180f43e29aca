import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { Writer } from './writer.ts'
import type { WriterOptions, WriterRequest } from './writer-messages.ts'

/**
 * How long the thread looks for the next request of an open transaction before it sleeps. Waking
 * a sleeping thread costs more than most statements (measured: 90 µs against 20 µs), and looking
 * costs less processor time than falling asleep and waking.
 */
const LOOK_MS = 0.1

/**
 * The writer's thread: syncs and bulk writes block here and nowhere else. It imports no package,
 * so that it runs alike from source and from the build.
 */
function main(port: MessagePort, options: WriterOptions): void {
  const writer = new Writer(options)
  port.on('message', (first: WriterRequest) => {
    let request: WriterRequest | undefined = first
    while (request !== undefined) {
      answer(port, writer, request)
      request = writer.expectsMore ? lookForNext(port) : undefined
    }
  })
}

function answer(port: MessagePort, writer: Writer, request: WriterRequest): void {
  port.postMessage(writer.serve(request))
  if (request.kind === 'close') port.close()
}

function lookForNext(port: MessagePort): WriterRequest | undefined {
  const end = performance.now() + LOOK_MS
  do {
    const received: { message: WriterRequest } | undefined = receiveMessageOnPort(port)
    if (received !== undefined) return received.message
  } while (performance.now() < end)
  return undefined
}

if (parentPort === null) throw new Error('the writer runs as a worker thread')
main(parentPort, workerData)
