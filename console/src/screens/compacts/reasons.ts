/** Why a tier is suspended or a compact ended; closed, as the protocol has it. */
export const REASONS = [
  'review',
  'incident',
  'capacity',
  'law',
  'policy',
  'drill',
  'breach',
  'no-reason-given',
] as const
