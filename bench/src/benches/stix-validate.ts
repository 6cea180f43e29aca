import { ConcertError, type JsonObject, utf8 } from '@concert/core'
import { createValidator, readStixObject, type ValidationMode } from '@concert/stix'
import type { Bench, Measurement } from '../bench.ts'
import { type Comparison, sideBySide } from '../side-by-side.ts'
import { mixedObjects } from '../stix/corpus.ts'

const OBJECTS = 20_000

/** Validation against the object table, as times of what parsing the same bytes takes. */
export const bench: Bench = {
  name: 'stix-validate',
  description: {
    en: 'STIX objects of many types parsed and validated a second, beside JSON.parse alone',
    zh: '多种类型的 STIX 对象每秒解析并校验的数量，与单独的 JSON.parse 相比',
  },
  run: ({ scale }) => measure(Math.max(100, Math.round(OBJECTS * scale))),
}

async function measure(count: number): Promise<Measurement> {
  const texts = mixedObjects(count)
  const bytes = texts.map(utf8)
  const strict = await beside(texts, validating('strict', texts))
  const lenient = await beside(texts, validating('lenient', texts))
  const read = await beside(texts, () => reading(bytes))
  return {
    figure: strict.subject,
    unit: 'objects/s',
    ratio: strict.ratio,
    reference: 'JSON.parse alone on the same objects',
    goal: 'at most 3 times the time of JSON.parse: a ratio of at least 0.333',
    details: {
      objects: count,
      bytesPerObject: bytes.reduce((sum, each) => sum + each.length, 0) / count,
      timesOfParse: 1 / strict.ratio,
      timesOfParseRange: strict.ratioRange.map((each) => 1 / each).toReversed(),
      parsePerSecond: strict.reference,
      lenientTimesOfParse: 1 / lenient.ratio,
      // From bytes, with the strict JSON reader and the references that a node keeps.
      readTimesOfParse: 1 / read.ratio,
    },
  }
}

/** By this thread's own clock: neighbours on the machine cost it nothing. */
function beside(texts: readonly string[], work: () => number): Promise<Comparison> {
  const now = () => process.threadCpuUsage().user / 1000
  return sideBySide({ work }, { work: () => parsing(texts) }, { rounds: 9, warmup: 3, now })
}

function parsing(texts: readonly string[]): number {
  for (const text of texts) if (JSON.parse(text) === null) throw new ConcertError('bench-object')
  return texts.length
}

function validating(mode: ValidationMode, texts: readonly string[]): () => number {
  const validate = createValidator({ mode })
  return () => {
    for (const text of texts) {
      const findings = validate(JSON.parse(text) as JsonObject)
      if (findings.some(({ severity }) => severity === 'error')) {
        throw new ConcertError('bench-object', { at: findings[0]?.at ?? '' })
      }
    }
    return texts.length
  }
}

function reading(bytes: readonly Uint8Array[]): number {
  for (const each of bytes) if (!readStixObject(each).ok) throw new ConcertError('bench-object')
  return bytes.length
}
