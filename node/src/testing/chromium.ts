import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium } from 'playwright-core'

/** A Chromium of the system; CONCERT_CHROMIUM names one elsewhere. */
const EXECUTABLE = process.env.CONCERT_CHROMIUM ?? '/usr/bin/chromium'

/** Why there is no browser to test with; undefined when there is one. */
export function whyNoBrowser(): string | undefined {
  return existsSync(EXECUTABLE) ? undefined : `no ${EXECUTABLE}; set CONCERT_CHROMIUM`
}

/** A browser with an empty profile of its own. */
export interface TestBrowser {
  readonly context: BrowserContext
  close(): Promise<void>
}

/** Starts Chromium so that it asks nobody for anything on its own. */
export async function startBrowser(): Promise<TestBrowser> {
  const profile = await mkdtemp(join(tmpdir(), 'concert-chromium-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: EXECUTABLE,
    headless: true,
    locale: 'en-GB',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  return {
    context,
    async close() {
      await context.close()
      await rm(profile, { recursive: true, force: true })
    },
  }
}
