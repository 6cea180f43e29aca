import './tokens.css'
import './page.css'
import './result.css'
import './cards.css'
import './media.css'
import type { EvidenceStep } from '@concert/envelope'
import { check } from './check.ts'
import { element } from './dom.ts'
import { takeFiles } from './files.ts'
import { openedAtFirst, type Slot, type State } from './state.ts'
import { LANG_TAGS, type Lang, TEXTS } from './texts.ts'
import { resultView } from './view-result.ts'
import { type Actions, fileDesk, standing, topBar } from './view-top.ts'

/** The page: one state, shown anew after each change. */
class VerifierPage {
  readonly #root: HTMLElement
  #state: State
  /** Rises with each choice of files: an older check that ends later is dropped. */
  #turn = 0

  constructor(root: HTMLElement, lang: Lang) {
    this.#root = root
    this.#state = { lang, files: {}, isChecking: false, opened: new Set() }
    this.#takeDrops()
    window.addEventListener('beforeprint', () => this.#actions.toggleAll(true))
    this.#show()
  }

  readonly #actions: Actions = {
    speak: (lang) => this.#set({ lang }),
    choose: (slot, files) => void this.#take(files, slot),
    toggle: (name, isOpen) => {
      const opened = new Set(this.#state.opened)
      const key = name as EvidenceStep | 'said'
      if (isOpen === opened.has(key)) return
      if (isOpen) opened.add(key)
      else opened.delete(key)
      this.#set({ opened })
    },
    toggleAll: (isOpen) => {
      const steps = this.#state.outcome?.explained.steps ?? []
      this.#set({ opened: new Set(isOpen ? steps.map(({ step }) => step) : []) })
    },
  }

  async #take(list: readonly File[], slot?: Slot): Promise<void> {
    if (list.length === 0) return
    const turn = ++this.#turn
    const taken = await takeFiles(list, slot)
    if (turn !== this.#turn) return
    if (!taken.ok) {
      this.#set({ problem: taken.problem, outcome: undefined, isChecking: false })
      return
    }
    const files = { ...this.#state.files, ...taken.files }
    const { evidence, keys } = files
    const isChecking = evidence !== undefined && keys !== undefined
    this.#set({ files, problem: undefined, outcome: undefined, isChecking })
    if (!evidence || !keys) return
    const found = await check(evidence, keys)
    if (turn !== this.#turn) return
    if ('problem' in found) this.#set({ problem: found.problem, isChecking: false })
    else {
      const opened = openedAtFirst(found.explained.steps)
      this.#set({ outcome: found, isChecking: false, opened })
      this.#root.querySelector<HTMLElement>('.verdict')?.focus({ preventScroll: true })
    }
  }

  #takeDrops(): void {
    const mark = (isOver: boolean) => document.body.classList.toggle('dropping', isOver)
    document.addEventListener('dragover', (event) => {
      event.preventDefault()
      mark(true)
    })
    document.addEventListener('dragleave', (event) => {
      if (event.relatedTarget === null) mark(false)
    })
    document.addEventListener('drop', (event) => {
      event.preventDefault()
      mark(false)
      void this.#take([...(event.dataTransfer?.files ?? [])])
    })
  }

  #set(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change }
    this.#show()
  }

  #show(): void {
    const { lang, outcome } = this.#state
    document.documentElement.lang = LANG_TAGS[lang]
    document.title = TEXTS.title[lang]
    const key = document.activeElement?.getAttribute('data-key')
    const below = outcome ? resultView(this.#state, outcome, this.#actions) : standing(this.#state)
    this.#root.replaceChildren(
      topBar(this.#state, this.#actions),
      element(
        'main',
        {},
        fileDesk(this.#state, this.#actions),
        element('div', { class: 'below', 'aria-live': 'polite' }, below),
      ),
      element('footer', {}, TEXTS.footer[lang]),
      element('div', { class: 'drop-here', 'aria-hidden': 'true' }, TEXTS.dropNow[lang]),
    )
    // Everything was made anew: whoever was on a control is on its successor.
    if (key) this.#root.querySelector<HTMLElement>(`[data-key="${key}"]`)?.focus()
  }
}

/** `?lang=zh` decides, else the browser's languages. */
function firstLanguage(): Lang {
  const asked = new URLSearchParams(location.search).get('lang')
  const wanted = [...(asked === null ? [] : [asked]), ...navigator.languages]
  const known = wanted.map((tag) => tag.slice(0, 2).toLowerCase())
  return known.find((code): code is Lang => code === 'en' || code === 'zh') ?? 'en'
}

const root = document.getElementById('page')
if (root && 'fromBase64' in Uint8Array) new VerifierPage(root, firstLanguage())
