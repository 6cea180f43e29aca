import http from 'node:http'
import type net from 'node:net'

/** A server of a test's own on the loopback, and what it was asked. */
export interface TestServer {
  readonly url: string
  readonly requests: { readonly path: string; readonly headers: http.IncomingHttpHeaders }[]
  close(): Promise<void>
}

/** What it answers with; it may do worse than answer. */
export type Answerer = (request: http.IncomingMessage, response: http.ServerResponse) => void

/** Starts a server that answers as the test says. */
export async function startTestServer(answer: Answerer): Promise<TestServer> {
  const requests: TestServer['requests'] = []
  const server = http.createServer((request, response) => {
    requests.push({ path: request.url ?? '', headers: request.headers })
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as net.AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
