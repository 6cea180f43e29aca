import { Button } from 'antd'
import { useState } from 'react'
import type { Both } from '../i18n/both.ts'
import { useText } from '../i18n/language.tsx'
import { keyed } from './keyed.ts'

const texts = {
  ask: (n: number): Both => [
    `Call them on a number you already know. Type the ${n} groups that they read to you.`,
    `请拨打已知号码，并输入对方念出的${n}组数字。`,
  ],
  differ: ['They differ', '不一致'],
  match: ['They match', '一致'],
  group: (n: number): Both => [`Group ${n} of 12`, `第${n}组，共12组`],
  wrong: ['A group differs from the one computed here.', '有一组与此处计算的不同。'],
} satisfies Record<string, Both | ((...args: never[]) => Both)>

const BLANKS = 3

/** Three of twelve places, drawn anew each time, so that nobody reads the number off the screen. */
function drawBlanks(): ReadonlySet<number> {
  const chosen = new Set<number>()
  while (chosen.size < BLANKS) {
    chosen.add((crypto.getRandomValues(new Uint8Array(1))[0] ?? 0) % 12)
  }
  return chosen
}

/** The comparison by voice. Only what the peer said fills the blanks; "They differ" always works. */
export function SafetyNumberCheck({
  number,
  busy,
  onMatch,
  onDiffer,
}: {
  number: string
  busy: boolean
  onMatch: () => void
  onDiffer: () => void
}) {
  const t = useText()
  const groups = number.split(' ')
  const [blanks] = useState(drawBlanks)
  const [typed, setTyped] = useState<Readonly<Record<number, string>>>({})
  const isFull = [...blanks].every((n) => typed[n]?.length === 5)
  const isEqual = [...blanks].every((n) => typed[n] === groups[n])
  return (
    <>
      <div className="sn">
        {keyed(groups).map(({ key, value: group }) => {
          const n = Number(key)
          if (!blanks.has(n)) return <span key={key}>{group}</span>
          return (
            <input
              key={key}
              aria-label={t(texts.group(n + 1))}
              inputMode="numeric"
              autoComplete="off"
              maxLength={5}
              value={typed[n] ?? ''}
              onChange={(event) => {
                setTyped({ ...typed, [n]: event.target.value.replaceAll(/\D/g, '') })
              }}
            />
          )
        })}
      </div>
      <div className="pad">
        <p className="sm t2">{t(texts.ask(BLANKS))}</p>
        {isFull && !isEqual ? (
          <p className="sm danger" role="alert">
            {t(texts.wrong)}
          </p>
        ) : null}
        <div className="actions" style={{ marginTop: 8 }}>
          <Button danger onClick={onDiffer}>
            {t(texts.differ)}
          </Button>
          <Button disabled={!isFull || !isEqual} loading={busy} onClick={onMatch}>
            {t(texts.match)}
          </Button>
        </div>
      </div>
    </>
  )
}

/** The whole number, to be read aloud to the peer. */
export function SafetyNumber({ number }: { number: string }) {
  const groups = number.split(' ')
  return (
    <div className="sn">
      {keyed(groups).map(({ key, value }) => (
        <span key={key}>{value}</span>
      ))}
    </div>
  )
}
