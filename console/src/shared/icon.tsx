const SHAPES = {
  desk: 'M2 6h12M3 6v8M13 6v8M5 6V3h6v3',
  requests: 'M2 4h12v8H6l-4 3z',
  intel: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM11 10.5l3.5 3.5',
  release: 'M8 2v9M4.5 5.5 8 2l3.5 3.5M3 9v5h10V9',
  compacts: 'M3 2h7l3 3v9H3zM6 8h5M6 11h5',
  dialogue: 'M2 3h8v6H6l-2 2V9H2zM12 6h2v6h-1v2l-2-2H8',
  trust: 'M8 2l5 2v4c0 3-2 5-5 6-3-1-5-3-5-6V4z',
  peers:
    'M5 7a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1 14c0-3 1.5-5 4-5s4 2 4 5M11 7a2 2 0 1 0 0-4M11 9c2.4 0 4 1.6 4 4',
  scorecard: 'M2 14h12M4 14V8M8 14V3M12 14v-4',
  operations: 'M2 3h5v4H2zM9 9h5v4H9zM7 5h5v4M4 7v4h5',
  drills:
    'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM8 2v2M8 12v2M2 8h2M12 8h2',
  notices: 'M4 11V7a4 4 0 0 1 8 0v4l1.500 1.500h-11zM6.500 14h3',
  directory: 'M3 2h10v12H3zM6 5h4M6 8h4M1 5h2M1 8h2M1 11h2',
  feeds: 'M3 13h.01M3 8a5 5 0 0 1 5 5M3 3a10 10 0 0 1 10 10',
  taxii:
    'M3 4c0-1 2-2 5-2s5 1 5 2-2 2-5 2-5-1-5-2zM3 4v8c0 1 2 2 5 2s5-1 5-2V4M3 8c0 1 2 2 5 2s5-1 5-2',
  accounts: 'M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 14c0-3 2.5-4.5 6-4.5s6 1.5 6 4.5',
  settings: 'M2 4h7M12 4h2M2 8h2M7 8h7M2 12h7M12 12h2M10.5 5.5v-3M5.500 9.500v-3M10.500 13.500v-3',
  audit: 'M4 2h8v12H4zM6 5h4M6 8h4M6 11h2',
  more: 'M3 8h.01M8 8h.01M13 8h.01',
  upload: 'M8 11V2M4.5 5.500 8 2l3.500 3.500M3 11v3h10v-3',
  calendar: 'M2 4h12v10H2zM2 7h12M5 2v3M11 2v3',
  check: 'M3 8.500 6.500 12 13 4',
  alarm: 'M8 2 1.500 14h13zM8 6v4M8 12h.01',
} as const

/** Name of a drawing. */
export type IconName = keyof typeof SHAPES

/** A drawing beside a word; it says nothing alone. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="i" viewBox="0 0 16 16" aria-hidden="true">
      <path d={SHAPES[name]} />
    </svg>
  )
}

/** Two rings: two sides, one piece of work. */
export function Mark() {
  return (
    <svg width="26" height="26" viewBox="0 0 26 26" aria-hidden="true">
      <circle cx="10" cy="13" r="8" fill="none" stroke="var(--text)" strokeWidth="2" />
      <circle cx="16" cy="13" r="8" fill="none" stroke="var(--accent)" strokeWidth="2" />
    </svg>
  )
}
