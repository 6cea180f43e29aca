/*
 * Runs after an install, so that starts are quick, the first like the ones after it. Whatever fails
 * here is no reason to stop an install: without bundle and cache everything works.
 */
import './compile-cache.js'
import { bundle } from './bundle.js'
import { freshBundle } from './fresh-bundle.js'

await bundle().catch(console.error)
// The sources too: they run once one of them is changed, in tests and in benches.
for (const entry of [freshBundle('prepare'), '#prepare']) {
  if (entry) await import(entry).catch(console.error)
}
