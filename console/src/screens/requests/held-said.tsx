import { Fragment } from 'react'
import type { HeldEvidence, HeldWord, Worded } from '../../api/request-answers.ts'
import type { Both } from '../../i18n/both.ts'
import { useText } from '../../i18n/language.tsx'
import { TextBytes } from '../../shared/byte-view.tsx'
import { Foreign } from '../../shared/foreign.tsx'
import { keyed } from '../../shared/keyed.ts'
import { useNames } from '../../shared/names.ts'
import { TwoViews } from '../../shared/two-views.tsx'
import { actRows } from './act-rows.ts'
import { texts as grounds } from './grounds-texts.ts'
import { texts } from './texts.ts'
import { useWords } from './words.ts'

/** What would be said: all of it to be read, or in the bytes that would be signed. */
export function HeldSaid({ word }: { word: HeldWord }) {
  return (
    <TwoViews
      readable={
        <>
          <Act word={word} />
          <Content word={word} />
        </>
      }
      bytes={<Bytes of={word.bytes} />}
    />
  )
}

/** Bytes that stand before the word is signed: those that its second person lets go. */
export function heldBytes({ statement, content }: HeldWord['bytes']): number {
  return new TextEncoder().encode(`${statement ?? ''}${content ?? ''}`).length
}

function Act({ word }: { word: HeldWord }) {
  const t = useText()
  const speaking = { word: useWords(), nameOf: useNames() }
  return (
    <dl className="facts">
      {actRows(word, speaking).map(({ field, name, lines }) => (
        <Fragment key={field}>
          <dt>{name === undefined ? <span className="mono">{field}</span> : t(name)}</dt>
          <dd>
            {keyed(lines).map(({ key, value }) => (
              <span key={key} className="block">
                <Foreign text={t(value)} />
              </span>
            ))}
          </dd>
        </Fragment>
      ))}
    </dl>
  )
}

/** Every text with what it is; then the evidence that is named. */
function Content({ word: { content } }: { word: HeldWord }) {
  const t = useText()
  if (content === null) return <p className="pad t2">{t(texts.heldNoText)}</p>
  return (
    <>
      {content.note === null ? null : <Halves name={texts.note} text={content.note} />}
      {keyed(content.answers).map(({ key, value: { n, text } }) => (
        <Halves key={key} name={texts.answerTo(n)} text={text} />
      ))}
      {keyed(content.evidence).map(({ key, value }) => (
        <Item key={key} item={value} />
      ))}
    </>
  )
}

/** A text as it was written, and its translation where there is one. */
function Halves({ name, text: { original, translation } }: { name: Both; text: Worded }) {
  const t = useText()
  return (
    <>
      <h3 className="subhead">{t(name)}</h3>
      <div className={translation === null ? 'single' : 'pair'}>
        {[original, ...(translation === null ? [] : [translation])].map(({ lang, text }) => (
          <div key={lang} lang={lang === 'zh' ? 'zh-CN' : 'en'}>
            <Foreign text={text} whole />
          </div>
        ))}
      </div>
    </>
  )
}

/** Evidence: what it is, where it is from, who collected it, and the digest of its file. */
function Item({ item: { item, digest, source, collector, note } }: { item: HeldEvidence }) {
  const t = useText()
  const word = useWords()
  return (
    <>
      <p className="pad">
        <span className="b">{t(word('evidence', item))}</span>
        <From name={grounds.source} who={source} />
        <From name={grounds.collector} who={collector} />
        {digest === null ? null : <span className="mono sm block">{digest}</span>}
      </p>
      {note === null ? null : <Halves name={grounds.note} text={note} />}
    </>
  )
}

function From({ name, who }: { name: Both; who: string | null }) {
  const t = useText()
  return who === null ? null : (
    <span className="sm t2 block">
      {t(name)} <Foreign text={who} />
    </span>
  )
}

/** What leaves, as the node made it: this page writes none of it anew. */
function Bytes({ of: { statement, content } }: { of: HeldWord['bytes'] }) {
  const t = useText()
  return (
    <>
      {statement === null ? null : (
        <>
          <h3 className="subhead">{t(texts.heldStatement)}</h3>
          <TextBytes text={statement} label={texts.heldStatement} />
        </>
      )}
      {content === null ? null : (
        <>
          <h3 className="subhead">{t(texts.heldContent)}</h3>
          <TextBytes text={content} label={texts.heldContent} />
        </>
      )}
    </>
  )
}
