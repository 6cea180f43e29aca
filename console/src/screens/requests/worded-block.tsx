import { Button } from 'antd'
import { useState } from 'react'
import type { SideBySide } from '../../api/language-answers.ts'
import { useAct, useAsk } from '../../api/query.ts'
import type { Worded } from '../../api/request-answers.ts'
import type { Both } from '../../i18n/both.ts'
import { useLanguage, useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { Foreign } from '../../shared/foreign.tsx'
import { keyed } from '../../shared/keyed.ts'
import { usePeople } from '../../shared/names.ts'
import { FaultBand } from '../../shared/states.tsx'
import { type TextPlace, TranslateDialog } from './translate-dialog.tsx'
import { texts } from './translation-texts.ts'

/**
 * A text beside its translation, the reader's language first: who translated it, which of the two
 * decides, the agreed terms in it, and those that the translation lacks. Without a translation one
 * can be made, which stays here.
 */
export function WordedBlock({ text, at }: { text: Worded; at: TextPlace }) {
  const may = useMay()
  const shown = useAsk(
    '/api/v1/translations/show',
    { statement: at.statement },
    may('POST /api/v1/translations/show'),
  )
  const known = shown.data?.texts.find(({ path }) => path === at.path)
  return <Sides side={known ?? asGiven(text, at.path)} at={at} />
}

/** What the author gave, before the node has told what else it knows of it. */
function asGiven({ original, translation, authoritative }: Worded, path: string): SideBySide {
  const given = translation && {
    lang: translation.lang,
    text: translation.text,
    status: translation.by,
    origin: 'author' as const,
    maker: null,
    reviewer: translation.reviewer,
  }
  const terms = { original: [], translation: [] }
  return { path, original, translation: given, authoritative, terms, missing: [] }
}

function Sides({ side, at }: { side: SideBySide; at: TextPlace }) {
  const t = useText()
  const { lang } = useLanguage()
  const { original, translation } = side
  const halves = translation === null ? [original] : [original, translation]
  const ordered = halves.toSorted((a, b) => Number(b.lang === lang) - Number(a.lang === lang))
  return (
    <>
      <div className={translation === null ? 'single' : 'pair'}>
        {ordered.map((half) => {
          const isTranslation = half === translation
          const isBare = isTranslation && isMachineAlone(side)
          return (
            <div
              key={half.lang}
              lang={half.lang === 'zh' ? 'zh-CN' : 'en'}
              className={isBare ? 'mt' : ''}
            >
              <h3 lang={lang === 'zh' ? 'zh-CN' : 'en'}>
                {half.lang === 'zh' ? '中文' : 'English'}
                {translation === null ? null : (
                  <Standing side={side} isTranslation={isTranslation} />
                )}
              </h3>
              <Foreign text={half.text} />
            </div>
          )
        })}
      </div>
      <Terms side={side} />
      <Work side={side} at={at} title={t(texts.translateInto(otherLang(original.lang)))} />
    </>
  )
}

function otherLang(lang: 'en' | 'zh'): 'en' | 'zh' {
  return lang === 'en' ? 'zh' : 'en'
}

function isMachineAlone({ translation }: SideBySide): boolean {
  return translation?.status === 'machine' && translation.reviewer === null
}

/** What one half is, and whether it decides. */
function Standing({ side, isTranslation }: { side: SideBySide; isTranslation: boolean }) {
  const t = useText()
  const personOf = usePeople()
  const { translation, authoritative } = side
  const said: Both[] = [isTranslation ? texts.human : texts.original]
  if (isTranslation && translation !== null) {
    if (translation.status === 'machine') said[0] = texts.machine
    if (translation.origin === 'here') said.push(texts.here(personOf(translation.maker ?? '–')))
    if (translation.reviewer !== null) {
      if (translation.status === 'machine') said.shift()
      said.push(texts.reviewed(personOf(translation.reviewer)))
    }
  }
  if (authoritative === 'both') said.push(texts.equal)
  else if ((authoritative === 'translation') === isTranslation) said.push(texts.decides)
  return (
    <span className={isTranslation && isMachineAlone(side) ? 'warn' : 't3'}>
      {' · '}
      <Foreign text={said.map((each) => t(each)).join(' · ')} />
    </span>
  )
}

/** Agreed terms in the text, in both languages; then those that the translation does not use. */
function Terms({ side: { terms, missing } }: { side: SideBySide }) {
  const t = useText()
  const found = new Map(
    [...terms.original, ...terms.translation].map(({ term }) => [term.en, term] as const),
  )
  for (const { en } of missing) found.delete(en)
  if (found.size + missing.length === 0) return null
  return (
    <p className="pad sm t3 terms line">
      {found.size === 0 ? null : (
        <>
          {t(texts.terms)}{' '}
          {[...found.values()].map(({ en, zh }) => (
            <span key={en} className="nw">
              <span lang="en">{en}</span> = <span lang="zh-CN">{zh}</span>
            </span>
          ))}
        </>
      )}
      {missing.length === 0 ? null : (
        <span className="warn">
          {t(texts.missing)}{' '}
          {keyed(missing).map(({ key, value: { en, zh } }) => (
            <span key={key} className="nw">
              <span lang="en">{en}</span> = <span lang="zh-CN">{zh}</span>
            </span>
          ))}
        </span>
      )}
    </p>
  )
}

/** What can be done for a text that its author gave in one language alone. */
function Work({ side, at, title }: { side: SideBySide; at: TextPlace; title: string }) {
  const t = useText()
  const may = useMay()
  const [isOpen, setOpen] = useState(false)
  const review = useAct('/api/v1/translations/review')
  const { original, translation } = side
  if (translation?.origin === 'author' || !may('POST /api/v1/translations/put')) return null
  const lang = otherLang(original.lang)
  return (
    <div className="pad actions">
      {review.isError ? <FaultBand error={review.error} kept={texts.notKept} /> : null}
      <Button size="small" onClick={() => setOpen(true)}>
        {title}
      </Button>
      {translation !== null && translation.reviewer === null ? (
        <Button
          size="small"
          loading={review.isPending}
          onClick={() => review.mutate({ ...at, lang })}
        >
          {t(texts.compared)}
        </Button>
      ) : null}
      {isOpen ? (
        <TranslateDialog
          at={at}
          lang={lang}
          original={original.text}
          first={translation?.text ?? ''}
          title={title}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </div>
  )
}
