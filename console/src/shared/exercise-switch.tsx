import { useNavigate, useSearch } from '@tanstack/react-router'
import { Segmented } from 'antd'
import type { Both } from '../i18n/both.ts'
import { useText } from '../i18n/language.tsx'

const texts = {
  live: ['Live', '实际'],
  exercise: ['Drills', '演练'],
} satisfies Record<string, Both>

/** Whether the address asks for drills: they never stand in one list with what is live. */
export function useExercise(): boolean {
  const { exercise } = useSearch({ strict: false }) as { readonly exercise?: boolean }
  return exercise === true
}

/** Changes between what is live and drills; the choice stands in the address. */
export function ExerciseSwitch({ small = false }: { small?: boolean }) {
  const t = useText()
  const navigate = useNavigate()
  const exercise = useExercise()
  const choose = (value: 'live' | 'drill') => {
    const search = (before: object) => ({
      ...before,
      exercise: value === 'drill' ? true : undefined,
    })
    void navigate({ to: '.', search: search as never, replace: true })
  }
  return (
    <Segmented
      size={small ? 'small' : 'middle'}
      value={exercise ? 'drill' : 'live'}
      onChange={choose}
      options={[
        { value: 'live' as const, label: t(texts.live) },
        { value: 'drill' as const, label: t(texts.exercise) },
      ]}
    />
  )
}
