import { useMutation } from '@tanstack/react-query'
import { Button, Radio } from 'antd'
import { useState } from 'react'
import { plain } from '../../api/client.ts'
import { useText } from '../../i18n/language.tsx'
import { Dialog } from '../../shared/dialog.tsx'
import { saveBlob } from '../../shared/save.ts'
import { FaultBand } from '../../shared/states.tsx'
import { texts } from './texts.ts'

const FORMATS = Object.keys(texts.formats) as readonly (keyof typeof texts.formats)[]
const ENDINGS = { stix: 'json', csv: 'csv', list: 'txt' } as const

/** A search as a file. @param order - the search, as the node takes it */
export function ExportDialog({
  order,
  onClose,
}: {
  order: Readonly<Record<string, unknown>>
  onClose: () => void
}) {
  const t = useText()
  const [format, setFormat] = useState<(typeof FORMATS)[number]>('stix')
  const make = useMutation({
    mutationFn: async () => {
      const body = JSON.stringify({ ...order, format })
      const answer = await plain('/api/v1/intel/export', { method: 'POST', body })
      saveBlob(`intelligence.${ENDINGS[format]}`, await answer.blob())
    },
    onSuccess: onClose,
  })
  return (
    <Dialog
      title={t(texts.exportTitle)}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t(texts.cancel)}</Button>
          <Button type="primary" loading={make.isPending} onClick={() => make.mutate()}>
            {t(texts.export)}
          </Button>
        </>
      }
    >
      <div className="pad form">
        {make.isError ? <FaultBand error={make.error} kept={texts.notExported} /> : null}
        <p>{t(texts.exportHelp)}</p>
        <Radio.Group
          aria-label={t(texts.format)}
          className="radios"
          value={format}
          onChange={(event) => setFormat(event.target.value)}
          options={FORMATS.map((value) => ({ value, label: t(texts.formats[value]) }))}
        />
        {format === 'list' ? <p className="sm warn">{t(texts.listHelp)}</p> : null}
      </div>
    </Dialog>
  )
}
