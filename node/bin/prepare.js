/*
 * Runs after an install, so that the first start is as quick as the ones after it. Whatever fails
 * here is no reason to stop an install: without the cache everything works.
 */
import './compile-cache.js'

await import('#prepare').catch(console.error)
