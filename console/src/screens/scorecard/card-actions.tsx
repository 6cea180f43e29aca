import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { postForBytes } from '../../api/client.ts'
import { useAct } from '../../api/query.ts'
import type { ScorecardView } from '../../api/scorecard-answers.ts'
import { useLanguage, useText } from '../../i18n/language.tsx'
import { RoleButton } from '../../shared/role-button.tsx'
import { save } from '../../shared/save.ts'
import { FaultBand } from '../../shared/states.tsx'
import type { Chosen } from './chosen.ts'
import { texts } from './texts.ts'

/** Signing what is shown, and taking it along. */
export function CardActions({
  view,
  chosen,
  onProposed,
}: {
  view: ScorecardView
  chosen: Chosen
  onProposed: (id: string) => void
}) {
  const t = useText()
  const { lang } = useLanguage()
  const name = `scorecard-${view.card.from.slice(0, 10)}-${view.card.until.slice(0, 10)}`
  const propose = useAct('/api/v1/scorecards/propose', ({ id }) => onProposed(id ?? ''))
  const csv = useMutation({
    mutationFn: async () => {
      const bytes = await postForBytes('/api/v1/scorecards/csv', { ...chosen, lang })
      save(`${name}.csv`, bytes, 'text/csv')
    },
  })
  const signed = useMutation({
    mutationFn: async () => {
      save(`${name}.json`, await postForBytes('/api/v1/scorecards/signed', chosen))
    },
  })
  return (
    <div className="actions">
      {propose.isError ? <FaultBand error={propose.error} kept={texts.notProposed} /> : null}
      {csv.isError ? <FaultBand error={csv.error} kept={texts.notSaved} /> : null}
      {signed.isError ? <FaultBand error={signed.error} kept={texts.notSaved} /> : null}
      <Button loading={csv.isPending} onClick={() => csv.mutate()}>
        {t(texts.csv)}
      </Button>
      {'id' in chosen ? (
        <Button loading={signed.isPending} onClick={() => signed.mutate()}>
          {t(texts.signed)}
        </Button>
      ) : (
        <RoleButton
          route="POST /api/v1/scorecards/propose"
          type="primary"
          title={t(texts.proposeHelp)}
          loading={propose.isPending}
          onClick={() => propose.mutate(chosen.period)}
        >
          {t(texts.propose)}
        </RoleButton>
      )}
    </div>
  )
}
