#!/usr/bin/env -S node --max-semi-space-size=4 --disable-warning=ExperimentalWarning
import module from 'node:module'

const NEEDED = 26
const found = process.versions.node

if (Number.parseInt(found, 10) < NEEDED) {
  const { template, fill } = await import('./i18n/translate.ts')
  for (const lang of ['en', 'zh'] as const) {
    console.error(fill(template(lang, 'version.node'), { needed: NEEDED, found }))
  }
  process.exitCode = 2
} else {
  module.enableCompileCache()
  const { runProcess } = await import('./cli/process.ts')
  await runProcess()
}
