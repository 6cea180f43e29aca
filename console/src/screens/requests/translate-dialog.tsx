import { Button, Input } from 'antd'
import { useAct } from '../../api/query.ts'
import { useText } from '../../i18n/language.tsx'
import { useTyped } from '../../session/typed.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { Field } from '../../shared/field.tsx'
import { Foreign } from '../../shared/foreign.tsx'
import { FaultBand } from '../../shared/states.tsx'
import { TypedBand } from '../../shared/typed-band.tsx'
import { texts } from './translation-texts.ts'

/** Where a text stands: the statement, and a JSON Pointer into its content. */
export interface TextPlace {
  readonly statement: string
  readonly path: string
}

/** A translation by a person, or by the operator's service where a rule allows it. */
export function TranslateDialog({
  at,
  lang,
  original,
  first,
  title,
  onClose,
}: {
  at: TextPlace
  lang: 'en' | 'zh'
  original: string
  first: string
  title: string
  onClose: () => void
}) {
  const t = useText()
  const typed = useTyped(`translation-${at.statement}${at.path}-${lang}`, { words: first })
  const { words } = typed.value
  const put = useAct('/api/v1/translations/put', () => {
    typed.done()
    onClose()
  })
  const ask = useAct('/api/v1/translations', onClose)
  return (
    <Dialog
      title={title}
      onClose={onClose}
      className="wide"
      footer={
        <>
          <Button onClick={onClose}>{t(texts.cancel)}</Button>
          <Button
            title={t(texts.askHelp)}
            loading={ask.isPending}
            onClick={() => ask.mutate({ ...at, lang })}
          >
            {t(texts.ask)}
          </Button>
          <Button
            type="primary"
            disabled={words.trim() === ''}
            loading={put.isPending}
            onClick={() => put.mutate({ ...at, lang, words: words.trim() })}
          >
            {t(texts.keep)}
          </Button>
        </>
      }
    >
      <div className="pad form">
        <TypedBand of={typed} />
        {put.isError ? <FaultBand error={put.error} kept={texts.notKept} /> : null}
        {ask.isError ? <FaultBand error={ask.error} kept={texts.notKept} /> : null}
        <p>
          <Foreign text={original} />
        </p>
        <Field label={t(texts.words)} help={t(texts.staysHere)}>
          {(ids) => (
            <Input.TextArea
              {...ids}
              rows={5}
              maxLength={40_000}
              lang={lang === 'zh' ? 'zh-CN' : 'en'}
              value={words}
              onChange={(event) => typed.set({ words: event.target.value })}
            />
          )}
        </Field>
      </div>
    </Dialog>
  )
}
