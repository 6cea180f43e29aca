import { fillBoth, MAX_EVIDENCE_BYTES } from '@concert/envelope'
import { element, on } from './dom.ts'
import type { LoadedFile, Slot, State } from './state.ts'
import { LANG_TAGS, type Lang, TEXTS } from './texts.ts'

/** What the page's controls do. */
export interface Actions {
  speak(lang: Lang): void
  choose(slot: Slot, files: readonly File[]): void
  toggle(name: string, isOpen: boolean): void
  toggleAll(isOpen: boolean): void
}

/** The bar at the top: what this is, and the language. */
export function topBar({ lang }: State, actions: Actions): HTMLElement {
  const choice = (code: Lang, name: string) =>
    on(
      element(
        'button',
        {
          type: 'button',
          'data-key': `lang-${code}`,
          lang: LANG_TAGS[code],
          'aria-pressed': String(lang === code),
        },
        name,
      ),
      'click',
      () => actions.speak(code),
    )
  return element(
    'header',
    { class: 'top' },
    element(
      'div',
      { class: 'brand' },
      mark(),
      element('b', {}, lang === 'zh' ? '协奏' : 'Concert'),
      element('span', {}, TEXTS.brand[lang]),
    ),
    element(
      'div',
      { class: 'seg', role: 'group', 'aria-label': TEXTS.language[lang] },
      choice('en', 'EN'),
      choice('zh', '中文'),
    ),
  )
}

/** Two circles that share a part: the sign of Concert. */
function mark(): SVGElement {
  const space = 'http://www.w3.org/2000/svg'
  const svg = document.createElementNS(space, 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('class', 'mark')
  svg.setAttribute('aria-hidden', 'true')
  for (const x of ['9', '15']) {
    const circle = document.createElementNS(space, 'circle')
    for (const [name, value] of [
      ['cx', x],
      ['cy', '12'],
      ['r', '6'],
    ] as const) {
      circle.setAttribute(name, value)
    }
    svg.appendChild(circle)
  }
  return svg
}

/** The heading and the two places for files. */
export function fileDesk(state: State, actions: Actions): HTMLElement {
  const { lang } = state
  return element(
    'section',
    { class: 'desk' },
    element('h1', {}, TEXTS.lead[lang]),
    element('p', { class: 'promise' }, TEXTS.promise[lang]),
    element(
      'div',
      { class: 'slots' },
      fileSlot('evidence', state, actions),
      fileSlot('keys', state, actions),
    ),
  )
}

function fileSlot(slot: Slot, { lang, files }: State, actions: Actions): HTMLElement {
  const file = files[slot]
  const name = TEXTS[slot][lang]
  // One filled button at most: the file that is wanted next.
  const isNext = slot === (files.evidence ? 'keys' : 'evidence') && !file
  const input = element('input', {
    type: 'file',
    id: `file-${slot}`,
    'data-key': `file-${slot}`,
    accept: '.json,application/json',
    'aria-describedby': `hint-${slot}`,
  })
  on(input, 'change', () => actions.choose(slot, [...(input.files ?? [])]))
  return element(
    'div',
    { class: file ? 'slot full' : 'slot' },
    element('h2', {}, name),
    element('p', { id: `hint-${slot}`, class: 'hint' }, TEXTS[`${slot}Hint`][lang]),
    file ? fileLine(file, lang) : undefined,
    element(
      'div',
      { class: 'pick' },
      input,
      element(
        'label',
        { for: `file-${slot}`, class: isNext ? 'button next' : 'button' },
        element('span', { class: 'sr' }, `${name}${lang === 'zh' ? '：' : ': '}`),
        file ? TEXTS.chooseOther[lang] : TEXTS.choose[lang],
      ),
      file ? undefined : element('span', { class: 'hint' }, TEXTS.drop[lang]),
    ),
  )
}

function fileLine({ name, bytes }: LoadedFile, lang: Lang): HTMLElement {
  const count = bytes.length.toLocaleString('en')
  return element(
    'p',
    { class: 'file' },
    element('bdi', { class: 'mono' }, name),
    element('span', { class: 'hint' }, fillBoth(TEXTS.bytes, { count })[lang]),
  )
}

/** What stands below while there is no result. */
export function standing({ lang, files, problem, isChecking }: State): HTMLElement {
  if (problem) {
    return element(
      'div',
      { class: 'band problem', role: 'alert' },
      element('b', {}, TEXTS.notTaken[lang]),
      element('p', {}, problem[lang]),
    )
  }
  if (isChecking) return checking(lang, files.evidence)
  const missing = files.evidence ? TEXTS.needKeys : files.keys ? TEXTS.needEvidence : TEXTS.needBoth
  return element(
    'div',
    { class: 'empty' },
    element('b', {}, TEXTS.nothing[lang]),
    element('p', {}, missing[lang]),
  )
}

/** A still skeleton; it shows only when checking takes a moment (page.css delays it). */
function checking(lang: Lang, evidence: LoadedFile | undefined): HTMLElement {
  const rows = Array.from({ length: 6 }, () => element('i', {}))
  const size = evidence && evidence.bytes.length > MAX_EVIDENCE_BYTES / 64
  return element(
    'div',
    { class: 'skeleton', 'aria-busy': 'true' },
    element('p', { class: size ? 'now' : '' }, TEXTS.checking[lang]),
    rows,
  )
}
