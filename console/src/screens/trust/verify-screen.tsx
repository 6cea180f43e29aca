import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { plain } from '../../api/client.ts'
import { useText } from '../../i18n/language.tsx'
import { Drop } from '../../shared/drop.tsx'
import { Gap } from '../../shared/gap.tsx'
import { FaultBand } from '../../shared/states.tsx'
import { checkEvidence } from './check.ts'
import { texts } from './texts.ts'
import { VerdictView } from './verdict-view.tsx'

/** Files are told apart by what is in them; keys of this node stand in for keys that are not given. */
export function VerifyScreen() {
  const t = useText()
  const [evidence, setEvidence] = useState<File | undefined>()
  const [keys, setKeys] = useState<File | undefined>()
  const check = useMutation({
    mutationFn: async (files: { evidence: File; keys: File | undefined }) => {
      const published = files.keys
        ? await files.keys.arrayBuffer()
        : await (await plain('/api/v1/published-keys')).arrayBuffer()
      const bytes = new Uint8Array(await files.evidence.arrayBuffer())
      return (await checkEvidence(bytes, new Uint8Array(published))) ?? ('bad-keys' as const)
    },
  })
  const take = async (files: readonly File[]) => {
    let [nextEvidence, nextKeys] = [evidence, keys]
    for (const file of files) {
      // Published keys name nodes; evidence names items. What is neither is evidence that fails.
      const head = await file.slice(0, 4_000_000).text()
      if (/"nodes"\s*:/.test(head) && !/"envelope"\s*:/.test(head)) nextKeys = file
      else nextEvidence = file
    }
    setEvidence(nextEvidence)
    setKeys(nextKeys)
    if (nextEvidence) check.mutate({ evidence: nextEvidence, keys: nextKeys })
  }
  return (
    <>
      <p className="crumb">
        <Link to="/trust">{t(texts.title)}</Link>
      </p>
      <div className="head">
        <div>
          <h1>{t(texts.verify)}</h1>
          <p className="sm t2">{t(texts.verifyHelp)}</p>
        </div>
      </div>
      <div className="stack">
        <Drop label={t(texts.dropEvidence)} accept=".json" onFiles={(files) => void take(files)}>
          <span className="sm t2">{evidence ? t(texts.chosen(evidence.name)) : ''}</span>
          <span className="sm t3">{keys ? t(texts.chosen(keys.name)) : t(texts.dropKeys)}</span>
        </Drop>
        {check.isError ? <FaultBand error={check.error} kept={texts.nothingChecked} /> : null}
        {check.data === 'bad-keys' ? (
          <div className="band err" role="alert">
            <span className="dot x" />
            <span>
              <b>{t(texts.badKeys)}</b>
              <Gap />
              {t(texts.nothingChecked)}
            </span>
          </div>
        ) : check.data ? (
          <VerdictView explained={check.data} />
        ) : null}
      </div>
    </>
  )
}
