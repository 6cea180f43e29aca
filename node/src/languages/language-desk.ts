import { hex, ok, type Result, refuse, utf8 } from '@concert/core'
import { parseStatement, type Statement } from '@concert/envelope'
import type { NodeContext } from '../context.ts'
import { bytesOf } from '../exchange/statements.ts'
import type { Language } from '../i18n/language.ts'
import { AddressPolicy } from '../outbound/address-policy.ts'
import { OUTBOUND_LIMITS, OutboundClient } from '../outbound/outbound-client.ts'
import { OutboundError } from '../outbound/outbound-fault.ts'
import { type LanguageCode, TranslationError } from './codes.ts'
import { type FoundTerm, TermFinder } from './find-terms.ts'
import type { Term } from './glossary.ts'
import { mayTranslate } from './may-translate.ts'
import { type GivenText, textsOf, type Wording } from './texts-of.ts'
import { libreTranslate, type Translator } from './translator.ts'

/** A translation as people see it. */
export interface ShownTranslation extends Wording {
  readonly status: 'human' | 'machine'
  /** `author`: it came with the text; `here`: it was made here and never leaves. */
  readonly origin: 'author' | 'here'
  readonly maker: string | null
  readonly reviewer: string | null
}

/** A text and its translation side by side. */
export interface SideBySide {
  readonly path: string
  readonly original: Wording
  readonly translation: ShownTranslation | null
  /** Which of them decides when they differ; what was made here never does. */
  readonly authoritative: GivenText['authoritative']
  readonly terms: {
    readonly original: readonly FoundTerm[]
    readonly translation: readonly FoundTerm[]
  }
  /** Terms whose agreed counterpart the translation does not have. */
  readonly missing: readonly Term[]
}

type Shown = Result<{ readonly texts: readonly SideBySide[] }, LanguageCode>

interface Place {
  readonly statement: string
  readonly path: string
  readonly lang: Language
}

interface Held {
  readonly statement: Statement
  readonly texts: readonly GivenText[]
}

/** Shows texts of statements in both languages, and keeps translations made here. */
export class LanguageDesk {
  readonly finder: TermFinder = new TermFinder()
  readonly #context: NodeContext
  readonly #client: OutboundClient
  readonly #translator: Translator | undefined

  constructor(context: NodeContext) {
    this.#context = context
    const { allow = [], service } = context.config.languages ?? {}
    const limits = { ...OUTBOUND_LIMITS, totalMs: 120_000, redirects: 0, bodyBytes: 1 << 20 }
    this.#client = new OutboundClient(new AddressPolicy(allow), limits)
    this.#translator = service && libreTranslate(this.#client, service)
  }

  close(): void {
    this.#client.close()
  }

  /** Every text of a statement, side by side. */
  async show(statement: string): Promise<Shown> {
    const held = await this.#held(statement)
    if (!held || held.texts.length === 0) return refuse('text-unknown', 'statement')
    const rows = await this.#context.store.read.db
      .selectFrom('translations')
      .selectAll()
      .where('statement', '=', bytesOf(statement))
      .execute()
    const texts = held.texts.map((given) => {
      const made = rows.find((row) => {
        const isOfThis = hex(row.source) === this.#digest(given.original.text)
        return row.path === given.path && isOfThis && row.lang !== given.original.lang
      })
      const here: ShownTranslation | null = made
        ? {
            lang: made.lang as Language,
            text: made.words,
            status: made.status as 'human' | 'machine',
            origin: 'here',
            maker: made.maker,
            reviewer: made.reviewer,
          }
        : null
      return this.#sideBySide(given, authors(given) ?? here)
    })
    return ok({ texts })
  }

  /** Asks the operator's service, if a rule allows it. */
  async translate(place: Place): Promise<Shown> {
    const found = await this.#untranslated(place)
    if (!found.ok) return found
    const { given, statement } = found.value
    if (!this.#translator) return refuse('service-missing')
    const { rules = [] } = this.#context.config.languages ?? {}
    const compact = await this.#compactOf(statement)
    if (!mayTranslate(rules, { tlp: statement.tlp, compact })) return refuse('no-rule', 'tlp')
    try {
      const { original } = given
      const words = await this.#translator.translate(original.text, original.lang, place.lang)
      const { name } = this.#translator
      return await this.#keep(place, original.text, { words, status: 'machine', maker: name })
    } catch (error) {
      const isOurs = error instanceof TranslationError || error instanceof OutboundError
      if (isOurs) return refuse(error.code)
      throw error
    }
  }

  /** Keeps a translation that a person made. */
  async put(place: Place, words: string, maker: string): Promise<Shown> {
    const found = await this.#untranslated(place)
    if (!found.ok) return found
    const said = { words: words.normalize('NFC'), status: 'human', maker } as const
    return await this.#keep(place, found.value.given.original.text, said)
  }

  /** Notes that another person has compared a translation with its original. */
  async review({ statement, path, lang }: Place, reviewer: string): Promise<Shown> {
    const { store, now } = this.#context
    const code = await store.transact(async ({ db }): Promise<LanguageCode | undefined> => {
      const where = { statement: bytesOf(statement), path, lang }
      const row = await db
        .selectFrom('translations')
        .select('maker')
        .where((eb) => eb.and(where))
        .executeTakeFirst()
      if (!row) return 'translation-unknown'
      if (row.maker === reviewer) return 'translation-own'
      await db
        .updateTable('translations')
        .set({ reviewer, reviewed: now() })
        .where((eb) => eb.and(where))
        .execute()
      return undefined
    })
    return code === undefined ? await this.show(statement) : refuse(code, 'path')
  }

  /** What was erased stays in no translation either. */
  async eraseOrphans(): Promise<void> {
    const { store } = this.#context
    const rows = await store.read.db
      .selectFrom('translations')
      .innerJoin('statements', 'statements.digest', 'translations.statement')
      .select('translations.statement')
      .distinct()
      .where('statements.content', 'is', null)
      .execute()
    if (rows.length === 0) return
    await store.transact(async ({ db }) => {
      const gone = rows.map(({ statement }) => statement)
      await db.deleteFrom('translations').where('statement', 'in', gone).execute()
    })
  }

  #sideBySide(given: GivenText, translation: ShownTranslation | null): SideBySide {
    const { path, original, authoritative } = given
    const { finder } = this
    return {
      path,
      original,
      translation,
      authoritative: translation?.origin === 'here' ? 'original' : authoritative,
      terms: {
        original: finder.find(original.text, original.lang),
        translation: translation ? finder.find(translation.text, translation.lang) : [],
      },
      missing: translation
        ? finder.missing(original.text, original.lang, translation.text, translation.lang)
        : [],
    }
  }

  async #untranslated({
    statement,
    path,
    lang,
  }: Place): Promise<
    Result<{ readonly given: GivenText; readonly statement: Statement }, LanguageCode>
  > {
    const held = await this.#held(statement)
    const given = held?.texts.find((text) => text.path === path)
    if (!held || !given) return refuse('text-unknown', 'path')
    if (given.original.lang === lang) return refuse('same-language', 'lang')
    if (given.translation?.lang === lang) return refuse('translation-given', 'lang')
    return ok({ given, statement: held.statement })
  }

  async #held(digest: string): Promise<Held | undefined> {
    const row = await this.#context.store.read.db
      .selectFrom('statements')
      .select(['document', 'content'])
      .where('digest', '=', bytesOf(digest))
      .where('refused', 'is', null)
      .executeTakeFirst()
    const parsed = row && parseStatement(this.#context.crypto, row.document)
    return parsed?.ok
      ? { statement: parsed.value, texts: textsOf(row?.content ?? null) }
      : undefined
  }

  /** The compact whose version a statement names: rules name compacts, whatever their version. */
  async #compactOf({ compact }: Statement): Promise<string | null> {
    if (compact === null) return null
    const row = await this.#context.store.read.db
      .selectFrom('statements')
      .select('thread')
      .where('digest', '=', bytesOf(compact))
      .where('kind', '=', 'compact.propose')
      .executeTakeFirst()
    return row?.thread ? hex(row.thread) : null
  }

  async #keep(
    { statement, path, lang }: Place,
    original: string,
    said: { readonly words: string; readonly status: 'human' | 'machine'; readonly maker: string },
  ): Promise<Shown> {
    const { store, now } = this.#context
    const source = bytesOf(this.#digest(original))
    const change = { ...said, source, reviewer: null, made: now(), reviewed: null }
    await store.transact(async ({ db }) => {
      await db
        .insertInto('translations')
        .values({ statement: bytesOf(statement), path, lang, ...change })
        .onConflict((conflict) =>
          conflict.columns(['statement', 'path', 'lang']).doUpdateSet(change),
        )
        .execute()
    })
    return await this.show(statement)
  }

  #digest(text: string): string {
    return hex(this.#context.crypto.sha256(utf8(text)))
  }
}

function authors({ translation }: GivenText): ShownTranslation | null {
  if (!translation) return null
  const { by, ...rest } = translation
  return { ...rest, status: by, origin: 'author', maker: null }
}
