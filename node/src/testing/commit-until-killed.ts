import { openStore } from '../store/open-store.ts'

/**
 * A process for crash tests: commits transactions of ten tiles each to the database named by its
 * first argument and prints the number of each transaction once it is durable, until it is killed.
 */
async function main(path: string): Promise<void> {
  const store = await openStore({ kind: 'sqlite', path })
  for (let level = 0; ; level++) {
    const rows = Array.from({ length: 10 }, (_, number) => [level, number, data(level)] as const)
    await store.transact((tx) => tx.insertMany('log_tiles', ['level', 'number', 'data'], rows))
    process.stdout.write(`${level}\n`)
  }
}

function data(level: number): Uint8Array {
  return new Uint8Array(8_192).fill(level % 251)
}

await main(process.argv[2] ?? '')
