import { useState } from 'react'
import type { Both } from '../i18n/both.ts'
import { count } from '../i18n/format.ts'
import { useText } from '../i18n/language.tsx'
import { defang, defangWithin, isIndicator, lookAlikes, nameMarks, pieces } from './hostile.ts'

const MAX = 600
const LONG = 20_000

const texts = {
  more: (n: number): Both => [`Show ${count(n)} more characters`, `再显示${count(n)}个字符`],
  cut: (n: number): Both => [`${count(n)} characters in all`, `共${count(n)}个字符`],
  mixed: (scripts: string): Both => [`mixed scripts: ${scripts}`, `混用文字：${scripts}`],
  means: (name: string): Both => [`shown as ${name}`, `显示为${name}`],
  copy: ['Copy defanged', '复制（已脱活）'],
  live: ['Copy the live value', '复制原值'],
  copied: ['Copied', '已复制'],
} satisfies Record<string, Both | ((...args: never[]) => Both)>

/**
 * Text that somebody else wrote: inert, its hidden characters shown, its length bounded.
 *
 * `links`: addresses stay as they were written. `whole`: it is to be read to its end, such as what
 * somebody signs.
 */
export function Foreign({
  text,
  links = false,
  whole = false,
}: {
  text: string
  links?: boolean
  whole?: boolean
}) {
  const t = useText()
  const [shown, setShown] = useState(whole ? LONG : MAX)
  const visible = text.length > shown ? text.slice(0, shown) : text
  const rest = Math.min(text.length, LONG) - visible.length
  return (
    <bdi>
      <Pieces text={links ? visible : defangWithin(visible)} />
      {rest > 0 ? (
        <>
          …{' '}
          <button type="button" className="as-link sm" onClick={() => setShown(LONG)}>
            {t(texts.more(rest))}
          </button>
        </>
      ) : null}
      {text.length > LONG ? <span className="mark"> {t(texts.cut(text.length))}</span> : null}
    </bdi>
  )
}

/**
 * The name of something: an indicator where it is written like one, else a text. Of a long one the
 * beginning.
 */
export function ForeignName({ text, most = 200 }: { text: string; most?: number }) {
  const cut = text.length > most ? `${text.slice(0, most).toWellFormed()}…` : text
  return isIndicator(text) ? <Indicator value={cut} /> : <Foreign text={cut} />
}

function Pieces({ text, isName = false }: { text: string; isName?: boolean }) {
  const t = useText()
  const found = pieces(text)
  let at = 0
  // Of a name the marks stand behind it.
  return (isName ? found : lookAlikes(found)).map((piece) => {
    at++
    if ('odd' in piece) {
      return (
        <span key={at} className="odd">
          {piece.odd}
        </span>
      )
    }
    if ('text' in piece) return piece.text
    return (
      <span key={at}>
        {piece.mixed}
        <span className="mark"> {t(texts.mixed(piece.scripts.join(', ')))}</span>
      </span>
    )
  })
}

/** A domain, address, URL or hash: defanged, never a link, its look-alikes marked. */
export function Indicator({ value }: { value: string }) {
  const t = useText()
  const marks = nameMarks(value)
  return (
    <>
      <bdi className="ioc" dir="ltr">
        <Pieces isName text={defang(value.slice(0, MAX))} />
        {value.length > MAX ? '…' : ''}
      </bdi>
      {marks.unicode === undefined ? null : (
        <span className="mark">
          {' '}
          <bdi>{t(texts.means(defang(marks.unicode)))}</bdi>
        </span>
      )}
      {marks.mixed === undefined ? null : (
        <span className="mark"> {t(texts.mixed(marks.mixed.join(', ')))}</span>
      )}
    </>
  )
}

/** Copies the harmless form at once; the live value takes a second, deliberate click. */
export function CopyIndicator({ value }: { value: string }) {
  const t = useText()
  const [done, setDone] = useState<'no' | 'safe' | 'live'>('no')
  const copy = (text: string, next: 'safe' | 'live') => {
    void navigator.clipboard.writeText(text).then(() => setDone(next))
  }
  return (
    <span className="line sm">
      <button type="button" className="as-link" onClick={() => copy(defang(value), 'safe')}>
        {t(texts.copy)}
      </button>
      {done === 'safe' ? (
        <button type="button" className="as-link danger" onClick={() => copy(value, 'live')}>
          {t(texts.live)}
        </button>
      ) : null}
      <span role="status" className="t3">
        {done === 'no' ? '' : t(texts.copied)}
      </span>
    </span>
  )
}
