const NEEDED = 26
const found = process.versions.node

if (Number.parseInt(found, 10) < NEEDED) {
  const { template, fill } = await import('./i18n/translate.ts')
  for (const lang of ['en', 'zh'] as const) {
    console.error(fill(template(lang, 'version.node'), { needed: NEEDED, found }))
  }
  process.exitCode = 2
} else {
  const { runProcess } = await import('./cli/process.ts')
  await runProcess()
}

export {}
