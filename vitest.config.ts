import { availableParallelism } from 'node:os'
import { defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'

/** Child processes and worker threads resolve packages to their sources, as the tests do. */
const fromSource = ['--conditions=@concert/source', '--disable-warning=ExperimentalWarning']

export default defineConfig({
  ssr: { resolve: { conditions: ['@concert/source', ...defaultServerConditions] } },
  test: {
    pool: 'forks',
    execArgv: fromSource,
    // Much of the time a file waits for the disk or the network: on two cores two run at once.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // In CI one chance in thousands would throw a day's work away: there a test that fails is tried
    // once more, and the report says which was. Everywhere else it fails.
    retry: process.env.CI ? 1 : 0,
    // What has to come comes in its own time: a second is too short on a machine that is busy.
    expect: { poll: { timeout: 20_000 } },
    projects: [
      { extends: true, test: { name: 'packages', include: ['packages/*/src/**/*.test.ts'] } },
      { extends: true, test: { name: 'node', include: ['node/src/**/*.test.ts'] } },
      { extends: true, test: { name: 'verifier', include: ['verifier/src/**/*.test.ts'] } },
      { extends: true, test: { name: 'console', include: ['console/src/**/*.test.ts'] } },
      { extends: true, test: { name: 'bench', include: ['bench/src/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['e2e/src/**/*.test.ts', 'examples/*/src/**/*.test.ts'],
          // These start processes of their own: one file at a time, after everything else.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
