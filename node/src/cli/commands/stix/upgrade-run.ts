import { fromUtf8, type JsonObject } from '@concert/core'
import {
  createValidator,
  placeOfFault,
  type Sha1,
  type StixFault,
  type StixStreamItem,
  StixUpgrader,
  type StreamedObject,
  UPGRADE_NOTES,
  type UpgradeNote,
  type ValidationMode,
  type Validator,
} from '@concert/stix'
import type { Language } from '../../../i18n/language.ts'
import type { Output } from '../../command.ts'
import { safeText } from '../../width.ts'
import { writeOut } from '../../write-out.ts'
import { type FaultPlace, faultJson, faultLine } from './fault-lines.ts'
import type { InputFile } from './input-files.ts'
import { say } from './texts.ts'

/** What an upgrade of files needs. */
export interface UpgradeSettings {
  readonly lang: Language
  readonly json: boolean
  readonly mode: ValidationMode
  /** Whether changes are left out of the report. */
  readonly isQuiet: boolean
  readonly sha1: Sha1
  /** Where the bundle goes. */
  readonly bundle: Output
  /** Where changes, faults and the summary go. */
  readonly report: Output
}

/** Upgrades objects as they come, writes them into one bundle and reports what was done. */
export class UpgradeRun {
  readonly #settings: UpgradeSettings
  readonly #upgrader: StixUpgrader
  readonly #validate: Validator
  #objects = 0
  #upgraded = 0
  #written = 0
  #changes = 0
  errors = 0

  constructor(settings: UpgradeSettings) {
    this.#settings = settings
    this.#upgrader = new StixUpgrader(settings.sha1)
    this.#validate = createValidator({ mode: settings.mode })
  }

  /** @param id - of the bundle */
  async begin(id: string): Promise<void> {
    await writeOut(this.#settings.bundle, `{"type":"bundle","id":"${id}","objects":[`)
  }

  async take({ name, label }: InputFile, items: readonly StixStreamItem[]): Promise<void> {
    const file = this.#settings.json ? name : label
    let bundle = ''
    let report = ''
    for (const item of items) {
      if (item.kind === 'object') {
        const [objects, notes] = this.#upgrade(file, item)
        for (const object of objects) bundle += `${this.#written++ === 0 ? '' : ','}\n${object}`
        report += notes
      } else if (item.kind === 'fault')
        report += this.#faults({ file, place: item.place }, item.faults)
      else report += this.#faults({ file, place: '' }, shellFaults(item.faults))
    }
    await writeOut(this.#settings.bundle, bundle)
    await writeOut(this.#settings.report, report)
  }

  async end(): Promise<void> {
    await writeOut(this.#settings.bundle, '\n]}\n')
    const counts = {
      objects: this.#objects,
      upgraded: this.#upgraded,
      written: this.#written,
      changes: this.#changes,
      errors: this.errors,
    }
    const { lang, json, report } = this.#settings
    const text = json ? JSON.stringify({ summary: counts }) : say(lang, 'upgraded', counts)
    await writeOut(report, `${text}\n`)
  }

  /** @returns the objects as JSON, and the report on them */
  #upgrade(file: string, item: StreamedObject): readonly [readonly string[], string] {
    this.#objects++
    const { objects, changes, faults } = this.#upgrader.upgrade(item.value)
    const id = typeof item.value.id === 'string' ? item.value.id : undefined
    const at = { file, place: item.place, id }
    this.#changes += changes.length
    if (changes.length > 0) this.#upgraded++
    this.errors += faults.length
    const isSame = objects[0] === item.value
    const told = this.#settings.isQuiet ? faults : [...changes, ...faults]
    const notes = told.map((note) => this.#note(at, note)).join('')
    const broken = objects.map((object) => this.#validated(at, object)).join('')
    const texts = isSame
      ? [fromUtf8(item.bytes) ?? '']
      : objects.map((each) => JSON.stringify(each))
    return [texts, notes + broken]
  }

  /** What is wrong with a new object; one that was taken out is named by its own id. */
  #validated({ file, place, id }: FaultPlace, object: JsonObject): string {
    const errors = this.#validate(object).filter(({ severity }) => severity === 'error')
    const own = typeof object.id === 'string' ? object.id : id
    return this.#faults({ file, place: own === id ? place : `${place} → ${own}`, id: own }, errors)
  }

  #faults(at: FaultPlace, faults: readonly StixFault[]): string {
    const { lang, json } = this.#settings
    this.errors += faults.length
    return faults
      .map((fault) => (json ? faultJson(at, fault) : faultLine(lang, at, fault)))
      .join('')
  }

  #note({ file, place, id }: FaultPlace, { code, at, to }: UpgradeNote): string {
    const { lang, json } = this.#settings
    const where = placeOfFault(place, at)
    const { en, zh } = UPGRADE_NOTES[code]
    if (json) return `${JSON.stringify({ file, id, at: where, to, code, en, zh })}\n`
    const moved = to === undefined ? where : say(lang, 'becomes', { at: where, to })
    return `${safeText(`${file}: ${moved}`)}: [${code}] ${UPGRADE_NOTES[code][lang]}\n`
  }
}

/** A bundle of 2.0 states its version rightly, and the new bundle does not. */
function shellFaults(faults: readonly StixFault[]): readonly StixFault[] {
  return faults.filter(({ code }) => code !== 'bundle-version')
}
