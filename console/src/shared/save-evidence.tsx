import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { postForBytes } from '../api/client.ts'
import type { Both } from '../i18n/both.ts'
import { useText } from '../i18n/language.tsx'
import { useMay } from '../session/may.ts'
import { save } from './save.ts'
import { FaultBand } from './states.tsx'

const texts = {
  save: ['Save evidence', '保存证据包'],
  none: ['No evidence could be made.', '无法生成证据包。'],
} satisfies Record<string, Both>

/** Saves what proves offline that something was said and arrived. @param id - of object or statement */
export function SaveEvidence({ id }: { id: string }) {
  const t = useText()
  const may = useMay()
  const make = useMutation({
    mutationFn: () => postForBytes('/api/v1/evidence', { id }),
    onSuccess: (bytes) => save(`evidence-${id.slice(0, 60)}.json`, bytes),
  })
  if (!may('POST /api/v1/evidence')) return null
  return (
    <span className="r">
      <Button size="small" loading={make.isPending} onClick={() => make.mutate()}>
        {t(texts.save)}
      </Button>
      {make.isError ? <FaultBand error={make.error} kept={texts.none} /> : null}
    </span>
  )
}
