import { readSource } from './read-source.ts'
import { streamSource } from './stream-source.ts'

// A process of its own, so that its peak is the stream's alone.
const source = streamSource(Number(process.argv[2]))
const begin = performance.now()
await readSource(source)
const seconds = (performance.now() - begin) / 1000
process.send?.({ bytes: source.bytes, seconds, peakKiB: process.resourceUsage().maxRSS })
