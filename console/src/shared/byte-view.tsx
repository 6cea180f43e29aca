import { useEffect, useMemo, useState } from 'react'
import type { Both } from '../i18n/both.ts'
import { count } from '../i18n/format.ts'
import { useText } from '../i18n/language.tsx'
import { pieces } from './hostile.ts'

const SHOWN = 65_536

const texts = {
  size: (n: number): Both => [`${count(n)} bytes`, `${count(n)}字节`],
  first: (n: number): Both => [`the first ${count(n)} are shown`, `显示前${count(n)}字节`],
  label: ['Exact bytes', '原始字节'],
} satisfies Record<string, Both | ((...args: never[]) => Both)>

/** A text in its bytes, as UTF-8. */
export function TextBytes({ text, ...rest }: { text: string; label?: Both }) {
  const bytes = useMemo(() => new TextEncoder().encode(text), [text])
  return <ByteView bytes={bytes} {...rest} />
}

/** Exact bytes, inert; their size and digest, computed here, beneath them. */
function ByteView({ bytes, label = texts.label }: { bytes: Uint8Array; label?: Both }) {
  const t = useText()
  const text = new TextDecoder().decode(bytes.subarray(0, SHOWN))
  let at = 0
  return (
    <>
      <section className="by" aria-label={t(label)} tabIndex={0} dir="ltr">
        {pieces(text).map((piece) => {
          at++
          return 'odd' in piece ? (
            <span key={at} className="odd">
              {piece.odd}
            </span>
          ) : (
            piece.text
          )
        })}
      </section>
      <p className="sm t2 pad">
        {t(texts.size(bytes.length))}
        {bytes.length > SHOWN ? ` · ${t(texts.first(SHOWN))}` : ''}
        <br />
        <Digest bytes={bytes} />
      </p>
    </>
  )
}

/** SHA-256, by the browser. */
function Digest({ bytes }: { bytes: Uint8Array }) {
  const [digest, setDigest] = useState('')
  useEffect(() => {
    void crypto.subtle.digest('SHA-256', bytes.slice()).then((hash) => {
      setDigest(Array.from(new Uint8Array(hash), (b) => b.toString(16).padStart(2, '0')).join(''))
    })
  }, [bytes])
  return <span className="mono">sha256 {digest.replaceAll(/(.{8})(?=.)/g, '$1 ')}</span>
}
