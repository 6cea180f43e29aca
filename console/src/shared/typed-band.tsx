import { Button } from 'antd'
import type { Both } from '../i18n/both.ts'
import { utc } from '../i18n/format.ts'
import { useText } from '../i18n/language.tsx'
import type { Typed } from '../session/typed.ts'

const texts = {
  back: (time: string): Both => [
    `What you typed here at ${time} was not sent. It is back.`,
    `您于${time}在此填写的内容未发送，现已恢复。`,
  ],
  anew: ['Begin anew', '重新填写'],
} satisfies Record<string, Both | ((...args: never[]) => Both)>

/** Says that a form holds what its reader typed before the page went, and offers to begin anew. */
export function TypedBand({ of }: { readonly of: Pick<Typed<object>, 'back' | 'anew'> }) {
  const t = useText()
  if (of.back === undefined) return null
  return (
    <div className="band off" role="status">
      <span className="dot w" />
      <span>{t(texts.back(utc(of.back)))}</span>
      <span className="actions">
        <Button size="small" onClick={of.anew}>
          {t(texts.anew)}
        </Button>
      </span>
    </div>
  )
}
