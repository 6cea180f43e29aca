import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { ConcertError } from '@concert/core'
import { type LinkOptions, SlowLink } from '@concert/node/testing/slow-link'
import type { Bench, Measurement } from '../bench.ts'
import { introduce } from '../share/introduce.ts'
import type { Shared } from '../share/messages.ts'
import { NodeLink } from '../share/node-link.ts'
import { withScratch } from '../support/scratch.ts'
import { syntheticIndicators } from '../support/synthetic.ts'

/** On the lossy link: at the link's own rate more than a minute of them, so that one cut falls in. */
const OBJECTS_LOSSY = 250_000
const OBJECTS = 30_000
/** 10 Mbit/s. */
const BYTES_PER_SECOND = 1_250_000
const FAR: LinkOptions = { roundTripMs: 200, bytesPerSecond: BYTES_PER_SECOND }

interface Case {
  readonly objects: number
  readonly link: LinkOptions
}

const CASES = {
  near: { objects: OBJECTS, link: { roundTripMs: 0, bytesPerSecond: 125_000_000 } },
  far: { objects: OBJECTS, link: FAR },
  lossy: { objects: OBJECTS_LOSSY, link: { ...FAR, cutPercent: 5, cutEveryMs: 60_000 } },
  harsh: { objects: OBJECTS, link: { ...FAR, cutPercent: 5, cutEveryMs: 6000 } },
} as const satisfies Readonly<Record<string, Case>>

/** From the call to share to the last receipt, over links of four kinds. */
export const bench: Bench = {
  name: 'deliver',
  description: {
    en: 'Delivery over a near, a far and a lossy link: objects a second, bytes on the wire, use of the bandwidth',
    zh: '经近程、远程和有损链路投递：每秒对象数、线路字节数和带宽利用率',
  },
  run: ({ scale }) => withScratch((folder) => measure(folder, scale)),
}

interface Run extends Shared {
  /** Bytes that came to the link, with those that were lost. */
  readonly wireBytes: number
  readonly cuts: number
}

async function measure(folder: string, scale: number): Promise<Measurement> {
  const run = async (name: keyof typeof CASES) => {
    const { objects, link } = CASES[name]
    return await shareOver(join(folder, name), Math.ceil(objects * scale), link)
  }
  const [near, far] = [await run('near'), await run('far')]
  const [lossy, harsh] = [await run('lossy'), await run('harsh')]
  const gzipped = gzipOfBundle(near.objects)
  const use = ({ bytes, seconds }: Run) => bytes / seconds / BYTES_PER_SECOND
  return {
    figure: use(lossy) * 100,
    unit: '% of the bandwidth, as payload',
    ratio: use(lossy) / use(far),
    reference: 'the same link without loss and cuts',
    goal: 'at least 60 % at 200 ms, 5 % of the requests cut, all connections cut every minute',
    details: {
      objectsLossy: lossy.objects,
      secondsLossy: lossy.seconds,
      cutsLossy: lossy.cuts,
      allCutLossy: Math.floor(lossy.seconds / 60),
      objectsPerSecondNear: near.objects / near.seconds,
      objectsPerSecondFar: far.objects / far.seconds,
      objectsPerSecondLossy: lossy.objects / lossy.seconds,
      usePercentFar: use(far) * 100,
      usePercentCutEvery6s: use(harsh) * 100,
      wireBytesPerObjectNear: near.wireBytes / near.objects,
      wireBytesPerObjectFar: far.wireBytes / far.objects,
      wireBytesPerObjectLossy: lossy.wireBytes / lossy.objects,
      gzipBytesPerObject: gzipped / near.objects,
      wireToGzipNear: near.wireBytes / gzipped,
      linkBytesPerSecond: BYTES_PER_SECOND,
    },
  }
}

/** Bytes of the objects alone as one STIX bundle, gzipped as a whole. */
function gzipOfBundle(objects: number): number {
  const bodies = syntheticIndicators(0, objects).map(({ bytes }) => new TextDecoder().decode(bytes))
  return gzipSync(`{"type":"bundle","objects":[${bodies.join(',')}]}`).length
}

async function shareOver(folder: string, objects: number, options: LinkOptions): Promise<Run> {
  const [a, b] = await Promise.all([
    NodeLink.start({
      folder: join(folder, 'a'),
      economy: 'XA',
      name: { en: 'Arden', zh: '雅登' },
    }),
    NodeLink.start({
      folder: join(folder, 'b'),
      economy: 'XB',
      name: { en: 'Belmar', zh: '贝尔玛' },
    }),
  ])
  const link = await SlowLink.open(Number(new URL(b.url).port), options)
  try {
    const peer = await introduce(a, b, link.url)
    await a.ask('fill', objects)
    const before = link.bytes
    const cuts = link.cuts
    const shared = await a.ask('share', peer)
    const { objects: arrived } = await b.ask('usage')
    if (arrived !== objects) throw new ConcertError('bench-share-incomplete')
    return { ...shared, wireBytes: link.bytes - before, cuts: link.cuts - cuts }
  } finally {
    await Promise.all([a.stop(), b.stop()])
    await link.close()
  }
}
