import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Fault, isUnanswered } from '../api/fault.ts'
import type { Both } from '../i18n/both.ts'
import { useText } from '../i18n/language.tsx'
import { Gap } from './gap.tsx'
import { Later } from './later.tsx'

const texts = {
  loading: ['Loading', '正在载入'],
  again: ['Try again', '重试'],
  failed: ['Could not be read.', '无法读取。'],
  kept: ['Nothing was changed.', '没有任何更改。'],
  unknown: [
    'Whether it was done is not known: look before you do it again.',
    '是否已执行尚不确定，请先核实再重试。',
  ],
  noAnswer: ['This node does not answer.', '本节点没有应答。'],
  forbidden: ['Your role does not permit this.', '当前角色无权执行此操作。'],
  tooMany: ['Too much was asked at once.', '操作过于频繁。'],
  invalid: ['The node does not accept what was entered.', '节点不接受所填内容。'],
  code: ['code', '代码'],
} satisfies Record<string, Both>

/** The sentence for a fault: the node's own where it sent one. */
function sentenceOf(error: unknown): Both {
  if (!(error instanceof Fault)) return texts.failed
  if (error.said !== undefined) return [error.said.en, error.said.zh]
  if (error.status === 0) return texts.noAnswer
  if (error.status === 403) return texts.forbidden
  if (error.status === 400) return texts.invalid
  if (error.status === 429) return texts.tooMany
  return texts.failed
}

/** Asked for once more, it had been begun before: what did not change then nobody says. */
const BEFORE: ReadonlySet<string> = new Set(['act-done', 'act-begun'])

/**
 * What failed, what did not change, what to do next, and the code. Of an act whose answer was lost
 * nobody here knows whether the node did it.
 *
 * @param isSure - that what `kept` says holds even so, since the page itself shows it
 */
export function FaultBand({
  error,
  kept = texts.kept,
  again,
  isSure = again !== undefined,
}: {
  error: unknown
  kept?: Both
  again?: () => void
  isSure?: boolean
}) {
  const t = useText()
  const fault = error instanceof Fault ? error : undefined
  return (
    <div className="band err" role="alert">
      <span className="dot x" />
      <span>
        <b>{t(sentenceOf(error))}</b>
        <Gap />
        {fault !== undefined && BEFORE.has(fault.code)
          ? null
          : t(isSure || !isUnanswered(error) ? kept : texts.unknown)}
        <Gap />
        {fault?.until === undefined ? null : <Later until={fault.until} again={again} />}{' '}
        {fault === undefined ? null : (
          <span className="mono sm">
            {fault.code}
            {fault.at === undefined ? '' : ` · ${fault.at.slice(0, 200)}`}
          </span>
        )}
      </span>
      {again === undefined ? null : (
        <span className="actions">
          <Button size="small" onClick={again}>
            {t(texts.again)}
          </Button>
        </span>
      )}
    </div>
  )
}

/** What is true when there is nothing, and what happened last. */
export function Empty({
  title,
  isPage = false,
  children,
}: {
  title: string
  /** Whether it is all that the page says: then it is its heading. */
  isPage?: boolean
  children?: ReactNode
}) {
  const Name = isPage ? 'h1' : 'p'
  return (
    <div className="empty">
      <Name className="b" style={{ color: 'var(--text)' }}>
        {title}
      </Name>
      {children === undefined ? null : <p className="sm">{children}</p>}
    </div>
  )
}

/** What an address names is not here; the way back to those that are. */
export function Missing({ title, to, list }: { title: Both; to: string; list: Both }) {
  const t = useText()
  return (
    <section className="card">
      <Empty title={t(title)} isPage>
        <Link className="link" to={to}>
          {t(list)}
        </Link>
      </Empty>
    </section>
  )
}

/**
 * Nothing for a moment, then a still outline.
 *
 * @param space - pixels that what is read will need, so that nothing below it moves then
 */
export function Skeleton({ space }: { space?: number | undefined }) {
  const t = useText()
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300)
    return () => clearTimeout(timer)
  }, [])
  const style = space === undefined ? undefined : { minHeight: space }
  if (!isLate) return <div className="skeleton" aria-busy="true" style={style} />
  return (
    <div className="skeleton" aria-busy="true" style={style}>
      <span className="sr">{t(texts.loading)}</span>
      <i />
      <i />
      <i />
    </div>
  )
}

/** What the rooms of the node call an id of which they have nothing, or nothing any more. */
const UNKNOWN = new Set(['not-found', 'thread-unknown', 'unknown-request', 'retention-over'])

function isUnknown(error: unknown): boolean {
  return error instanceof Fault && UNKNOWN.has(error.code)
}

/** Shows what was read, or why it could not be. What was read before stays while it is read anew. */
export function Loaded<T>({
  of,
  space,
  missing,
  children,
}: {
  of: UseQueryResult<T>
  /** See {@link Skeleton}. */
  space?: number
  /** What is shown where the node says that there is no such thing; keyed by what was asked for. */
  missing?: ReactNode
  children: (data: T) => ReactNode
}) {
  const wasUnknown = useRef(false)
  if (of.data !== undefined) return children(of.data)
  // Asked again it has no error for a moment: what was said stays until there is an answer.
  if (of.isError) wasUnknown.current = isUnknown(of.error)
  if (missing !== undefined && wasUnknown.current) return missing
  if (of.isError) return <FaultBand error={of.error} again={() => void of.refetch()} />
  return <Skeleton space={space} />
}
