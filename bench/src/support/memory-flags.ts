/** Little memory for nodes, as the `concert` script starts them: ADR 0019. */
export const MEMORY_FLAGS: readonly string[] = [
  '--max-semi-space-size=8',
  '--heap-growing-percent=20',
]
