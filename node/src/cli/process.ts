import { runCommandLine } from './run.ts'
import { COMMANDS } from './table.ts'

/** Exit code of a process that a second Ctrl-C ends (128 + SIGINT). */
const INTERRUPTED = 130

/**
 * Runs the command line of this process. The first Ctrl-C or SIGTERM asks the command to end, the
 * second ends the process.
 */
export async function runProcess(): Promise<void> {
  const ending = new AbortController()
  const stop = () => {
    if (ending.signal.aborted) process.exit(INTERRUPTED)
    ending.abort()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  // `concert ... | head`: whoever read has seen enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(0)
  })
  process.exitCode = await runCommandLine({
    line: process.argv.slice(2),
    out: process.stdout,
    err: process.stderr,
    stdin: () => process.stdin,
    env: process.env,
    signal: ending.signal,
    commands: COMMANDS,
  })
  // The listeners would not keep the process alive, but a command's end is the end of their use.
  process.off('SIGINT', stop)
  process.off('SIGTERM', stop)
}
