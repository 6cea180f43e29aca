import type { Both, Named } from '../i18n/both.ts'
import { useLanguage, useText } from '../i18n/language.tsx'
import { Foreign } from './foreign.tsx'
import { keyed } from './keyed.ts'

const authentic: Both = ['English and Chinese, equally authentic', '中英文同等作准']

/** Paragraphs in both languages, side by side: the reader's own on the left, both the same size. */
export function BilingualText({ paragraphs }: { paragraphs: readonly Named[] }) {
  const t = useText()
  const { lang } = useLanguage()
  const order = lang === 'zh' ? (['zh', 'en'] as const) : (['en', 'zh'] as const)
  return (
    <div>
      <p className="sm t3 pad">{t(authentic)}</p>
      {keyed(paragraphs).map(({ key, value: paragraph }) => (
        <div className="pair" key={key}>
          {order.map((each) => (
            <div key={each} lang={each === 'zh' ? 'zh-CN' : 'en'}>
              <h3>{each === 'zh' ? '中文' : 'English'}</h3>
              <Foreign text={paragraph[each]} links whole />
            </div>
          ))}
        </div>
      ))}
    </div>
  )
}
