#!/usr/bin/env -S MALLOC_ARENA_MAX=1 node --max-semi-space-size=8 --heap-growing-percent=20 --disable-warning=ExperimentalWarning
import './compile-cache.js'
import { freshBundle } from './fresh-bundle.js'

await import(freshBundle('main') ?? '#main')
