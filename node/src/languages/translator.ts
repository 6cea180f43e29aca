import { fromUtf8 } from '@concert/core'
import type { LanguagesSettings } from '../config/config.ts'
import { readPrivateFile } from '../files/private-file.ts'
import type { Language } from '../i18n/language.ts'
import type { OutboundClient } from '../outbound/outbound-client.ts'
import { TranslationError } from './codes.ts'

/** A translation service of the operator's own. */
export interface Translator {
  /** Stands beside every translation that it made. */
  readonly name: string
  /** @throws TranslationError | OutboundError */
  translate(text: string, from: Language, to: Language): Promise<string>
}

type Service = NonNullable<LanguagesSettings['service']>

const MAX_TEXT = 40_000

/** The API of LibreTranslate: `POST /translate`. */
export function libreTranslate(client: OutboundClient, service: Service): Translator {
  const codes = { en: 'en', zh: 'zh', ...service.codes }
  return {
    name: `libretranslate ${URL.parse(service.url)?.host ?? ''}`,
    async translate(text, from, to) {
      const key = await readKey(service.key)
      const question = { q: text, source: codes[from], target: codes[to], format: 'text', ...key }
      const answer = await client.fetch(`${service.url.replace(/\/$/, '')}/translate`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: Buffer.from(JSON.stringify(question)),
      })
      const pieces: Uint8Array[] = []
      for await (const piece of answer.body) pieces.push(piece)
      if (answer.status !== 200) throw new TranslationError('service-status')
      return readAnswer(Buffer.concat(pieces))
    },
  }
}

/** @param bytes - from a service that is ours, and still nobody's to be believed */
function readAnswer(bytes: Uint8Array): string {
  try {
    const { translatedText } = JSON.parse(fromUtf8(bytes) ?? '') as { translatedText?: unknown }
    const isText = typeof translatedText === 'string' && translatedText.length <= MAX_TEXT
    if (isText && translatedText.trim() !== '' && translatedText.isWellFormed()) {
      return translatedText.normalize('NFC')
    }
  } catch (cause) {
    throw new TranslationError('service-malformed', { cause })
  }
  throw new TranslationError('service-malformed')
}

async function readKey(path: string | undefined): Promise<{ readonly api_key?: string }> {
  if (path === undefined) return {}
  const file = await readPrivateFile(path, 4096)
  const line = file.ok ? /^([\x21-\x7e]{1,500})\r?\n?$/.exec(fromUtf8(file.value) ?? '') : null
  if (line?.[1] === undefined) throw new TranslationError('service-key')
  return { api_key: line[1] }
}
