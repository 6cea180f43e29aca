import { Button } from 'antd'
import type { Both } from '../i18n/both.ts'
import { utc } from '../i18n/format.ts'
import { useText } from '../i18n/language.tsx'
import type { Typed } from '../session/typed.ts'

const texts = {
  back: (time: string): Both => [
    `What you typed here at ${time} is back. Nothing has confirmed that it was sent.`,
    `您于${time}在此填写的内容已恢复，尚无应答确认其已发送。`,
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
