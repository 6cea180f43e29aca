import { Button, Select } from 'antd'
import { useState } from 'react'
import type { Drill } from '../../api/drill-answers.ts'
import { useAct, useGet } from '../../api/query.ts'
import { useLanguage, useText } from '../../i18n/language.tsx'
import { Dialog } from '../../shared/dialog.tsx'
import { Drop } from '../../shared/drop.tsx'
import { Field } from '../../shared/field.tsx'
import { Foreign } from '../../shared/foreign.tsx'
import { Gap } from '../../shared/gap.tsx'
import { ExerciseBand } from '../../shared/marks.tsx'
import { FaultBand } from '../../shared/states.tsx'
import { texts } from './texts.ts'

const SPEEDS = [1, 10, 60, 600]

type Scenario = Record<string, unknown>

/** With whom, what is played, how fast. The node judges the scenario and names what is wrong. */
export function StartDialog({
  onClose,
  onStarted,
}: {
  onClose: () => void
  onStarted: (drill: Drill) => void
}) {
  const t = useText()
  const peers = useGet('/api/v1/peers').data?.peers ?? []
  const confirmed = peers.filter(({ state }) => state === 'confirmed')
  const [peer, setPeer] = useState<string | undefined>()
  const [kind, setKind] = useState<'example' | 'own'>('example')
  const [own, setOwn] = useState<Scenario | undefined>()
  const [isBad, setBad] = useState(false)
  const [speed, setSpeed] = useState(1)
  const start = useAct('/api/v1/drills', onStarted)
  const chosenPeer = peer ?? confirmed[0]?.node ?? ''
  const take = async ([file]: readonly File[]) => {
    if (file === undefined) return
    try {
      setOwn(JSON.parse(await file.text()) as Scenario)
      setBad(false)
    } catch {
      setBad(true)
    }
  }
  const begin = async () => {
    const scenario = kind === 'own' ? own : await readExample()
    if (scenario) start.mutate({ scenario, peer: chosenPeer, speed })
  }
  return (
    <Dialog
      title={t(texts.start)}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t(texts.cancel)}</Button>
          <Button
            type="primary"
            disabled={chosenPeer === '' || (kind === 'own' && own === undefined)}
            loading={start.isPending}
            onClick={() => void begin()}
          >
            {t(texts.begin)}
          </Button>
        </>
      }
    >
      <ExerciseBand />
      <div className="pad form">
        {start.isError ? <FaultBand error={start.error} kept={texts.notStarted} /> : null}
        <div className="two">
          <Field label={t(texts.peer)} help={confirmed.length === 0 ? t(texts.noPeers) : ''}>
            {(ids) => (
              <Select
                id={ids.id}
                value={chosenPeer === '' ? null : chosenPeer}
                onChange={(value) => setPeer(value ?? '')}
                options={confirmed.map(({ node, names }) => ({ value: node, label: t(names) }))}
              />
            )}
          </Field>
          <Field label={t(texts.speedField)}>
            {(ids) => (
              <Select
                id={ids.id}
                value={speed}
                onChange={setSpeed}
                options={SPEEDS.map((value) => ({ value, label: String(value) }))}
              />
            )}
          </Field>
        </div>
        <Field label={t(texts.scenario)}>
          {(ids) => (
            <Select
              id={ids.id}
              value={kind}
              onChange={setKind}
              options={(['example', 'own'] as const).map((value) => ({
                value,
                label: t(texts[value]),
              }))}
            />
          )}
        </Field>
        {kind === 'own' ? (
          <Drop
            label={t(texts.file)}
            accept=".json,application/json"
            onFiles={(files) => void take(files)}
          >
            {own === undefined ? null : <Chosen scenario={own} />}
          </Drop>
        ) : null}
        {isBad ? (
          <p className="danger" role="alert">
            {t(texts.notJson)}
            <Gap />
            {t(texts.notStarted)}
          </p>
        ) : null}
      </div>
    </Dialog>
  )
}

/** The scenario of the documents. */
async function readExample(): Promise<Scenario> {
  return { ...(await import('../../../../docs/samples/drill-phishing.json')).default }
}

function Chosen({ scenario }: { scenario: Scenario }) {
  const t = useText()
  const { lang } = useLanguage()
  const title = scenario.title as Readonly<Record<string, unknown>> | undefined
  return (
    <p role="status">
      <Foreign text={t(texts.chosen(String(title?.[lang] ?? '–').slice(0, 200)))} />
    </p>
  )
}
