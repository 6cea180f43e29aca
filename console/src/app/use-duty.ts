import { useEffect, useRef } from 'react'
import { useAsk } from '../api/query.ts'
import { useMay } from '../session/may.ts'

/** Two quiet tones; a browser that has not been touched yet keeps silent. */
function ring(): void {
  const audio = new AudioContext()
  for (const [at, pitch] of [
    [0, 660],
    [0.22, 880],
  ] as const) {
    const tone = audio.createOscillator()
    const volume = audio.createGain()
    tone.frequency.value = pitch
    volume.gain.setValueAtTime(0.08, audio.currentTime + at)
    volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + at + 0.2)
    tone.connect(volume).connect(audio.destination)
    tone.start(audio.currentTime + at)
    tone.stop(audio.currentTime + at + 0.2)
  }
}

/** How much we owe, in the title of the window; a new U0 is heard as well. */
export function useDuty(): { readonly ours: number; readonly isUrgent: boolean } {
  const may = useMay()
  const list = useAsk('/api/v1/requests/list', { ours: true }, may('POST /api/v1/requests/list'))
  const ours = list.data?.requests.length ?? 0
  const urgent = (list.data?.requests ?? []).filter((line) => {
    return line.urgency === 'u0' && line.phase === 'sent'
  })
  const ids = urgent.map(({ id }) => id).join(' ')
  const known = useRef<ReadonlySet<string> | undefined>(undefined)
  useEffect(() => {
    const present = new Set(ids.split(' ').filter(Boolean))
    const before = known.current
    known.current = present
    if (before !== undefined && [...present].some((id) => !before.has(id))) ring()
  }, [ids])
  useEffect(() => {
    const bare = document.title.replace(/^\(\d+\) /, '')
    document.title = ours > 0 ? `(${ours}) ${bare}` : bare
  }, [ours])
  return { ours, isUrgent: urgent.length > 0 }
}
