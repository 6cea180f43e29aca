import { Link } from '@tanstack/react-router'
import { Fragment, type ReactNode } from 'react'
import type { RequestDetail } from '../../api/request-answers.ts'
import type { Both } from '../../i18n/both.ts'
import { count, utc } from '../../i18n/format.ts'
import { useLanguage, useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { Foreign } from '../../shared/foreign.tsx'
import { keyed } from '../../shared/keyed.ts'
import { texts } from './grounds-texts.ts'
import { useWords, wordedIn } from './words.ts'

/** Objects that are listed before the rest is counted. */
const LISTED = 50

type Whole = NonNullable<RequestDetail['content']>

/** Whom it is for, when it was seen, and the objects that tell more. */
export function GroundsCard({ content }: { readonly content: Whole }) {
  const t = useText()
  const { lang } = useLanguage()
  const { facts, basis, preservation } = content
  const plain: readonly (readonly [Both, string | null])[] = [
    [texts.recipient, content.recipient],
    [texts.onBehalf, content.on_behalf_of],
    [texts.norm, basis.norm],
    [texts.mla, basis.mla_reference],
    [texts.sector, facts.sector],
    [texts.confidence, facts.confidence === null ? null : `${facts.confidence}`],
    [texts.custodian, preservation?.custodian ?? null],
  ]
  const rows: readonly (readonly [Both, ReactNode])[] = [
    ...plain.flatMap(([name, value]) =>
      value === null ? [] : [[name, <Foreign key={name[0]} text={value} />] as const],
    ),
    ...(facts.times.length === 0
      ? []
      : [
          [
            texts.times,
            keyed(facts.times).map(({ key, value: { what, at } }) => (
              <span className="block" key={key}>
                <span className="mono sm">{utc(Date.parse(at))}</span>{' '}
                <Foreign text={wordedIn(lang, what).text} />
              </span>
            )),
          ] as const,
        ]),
    ...(facts.stix.length === 0
      ? []
      : [[texts.objects, <Objects key="o" ids={facts.stix} />] as const]),
  ]
  if (rows.length === 0) return null
  return (
    <section className="card">
      <header>
        <h2>{t(texts.title)}</h2>
      </header>
      <dl className="facts">
        {rows.map(([name, value]) => (
          <Fragment key={name[0]}>
            <dt>{t(name)}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
    </section>
  )
}

function Objects({ ids }: { readonly ids: readonly string[] }) {
  const may = useMay()('POST /api/v1/intel/object')
  return (
    <>
      {[...new Set(ids)].slice(0, LISTED).map((id) => (
        <span className="block mono sm" key={id}>
          {may && ID.test(id) ? (
            <Link className="link" to="/intel/$id" params={{ id }}>
              {id}
            </Link>
          ) : (
            <Foreign text={id} />
          )}
        </span>
      ))}
      {ids.length > LISTED ? <span className="sm t3">+ {count(ids.length - LISTED)}</span> : null}
    </>
  )
}

/** A peer may write anything here: only what names an object leads anywhere. */
const ID = /^[a-z][a-z0-9-]{1,60}--[0-9a-f-]{36}$/

/** Evidence items one by one: what each is, where it is from, and the digest of its file. */
export function EvidenceNotes({ items }: { readonly items: Whole['evidence'] }) {
  const t = useText()
  const { lang } = useLanguage()
  const word = useWords()
  const said = items.filter(
    (each) => each.digest !== null || each.note !== null || each.source !== null,
  )
  if (said.length === 0) return null
  return (
    <section className="card">
      <header>
        <h2>{t(texts.file)}</h2>
      </header>
      {keyed(said).map(({ key, value: { item, digest, source, note } }) => (
        <div key={key} className="pad">
          <p>
            <span className="b">{t(word('evidence', item))}</span>{' '}
            {source === null ? null : (
              <span className="sm t2">
                {t(texts.source)} <Foreign text={source} />
              </span>
            )}
          </p>
          {note === null ? null : (
            <p>
              <Foreign text={wordedIn(lang, note).text} />
            </p>
          )}
          {digest === null ? null : <p className="mono sm">{digest}</p>}
        </div>
      ))}
    </section>
  )
}
