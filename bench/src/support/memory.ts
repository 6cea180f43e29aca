/** Little memory for nodes, as the `concert` script starts them: ADR 0019, ADR 0042. */
export const MEMORY_FLAGS: readonly string[] = [
  '--max-semi-space-size=8',
  '--heap-growing-percent=20',
]

/** The environment of a node's process: one arena for all threads. */
export const MEMORY_ENV: NodeJS.ProcessEnv = { ...process.env, MALLOC_ARENA_MAX: '1' }
