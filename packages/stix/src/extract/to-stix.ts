import { canonicalBytes, type JsonObject } from '@concert/core'
import type { StixFault } from '../faults.ts'
import { concertId, observableId, type Sha1 } from '../ids.ts'
import { type Made, type MakePatternIndicator, makePatternIndicator } from '../make.ts'
import { acceptStixObject, type StixObject } from '../object.ts'
import { escapePatternString } from '../pattern/produce.ts'
import { tlpMarkingId } from '../tlp.ts'
import { uniqueFindings } from './extract.ts'
import type { Finding } from './finding.ts'

/** What objects made of findings say besides what was found. */
export type FindingCommon = Omit<MakePatternIndicator, 'pattern' | 'name'>

/**
 * The cyber-observable objects of a finding (§6) with their deterministic ids: a file's directory
 * before the file. None for vulnerabilities, which are no observables, and Bitcoin addresses, which
 * STIX has no type for.
 */
export function observablesOfFinding(finding: Finding, sha1: Sha1): readonly JsonObject[] {
  const { kind, value } = finding
  switch (kind) {
    case 'autonomous-system':
      return [observable(kind, { number: Number(value) }, sha1)]
    case 'file-hash':
      return [observable('file', { hashes: { [finding.algorithm ?? 'MD5']: value } }, sha1)]
    case 'file-name':
      return [observable('file', { name: value }, sha1)]
    case 'file-path':
      return fileAt(value, sha1)
    case 'windows-registry-key':
      return [observable(kind, { key: value }, sha1)]
    case 'vulnerability':
    case 'bitcoin-address':
      return []
    default:
      return [observable(kind, { value }, sha1)]
  }
}

/** The STIX pattern that matches a finding (§9), or `undefined` where there is none. */
export function patternOfFinding({ kind, value, algorithm }: Finding): string | undefined {
  switch (kind) {
    case 'autonomous-system':
      return `[${kind}:number = ${value}]`
    case 'file-hash':
      return `[file:hashes.'${algorithm ?? 'MD5'}' = ${quoted(value)}]`
    case 'file-name':
      return `[file:name = ${quoted(value)}]`
    case 'file-path': {
      const { directory, name } = splitPath(value)
      const file = `file:name = ${quoted(name)}`
      return `[${file} AND file:parent_directory_ref.path = ${quoted(directory)}]`
    }
    case 'windows-registry-key':
      return `[${kind}:key = ${quoted(value)}]`
    case 'vulnerability':
    case 'bitcoin-address':
      return undefined
    default:
      return `[${kind}:value = ${quoted(value)}]`
  }
}

/** An indicator of a finding, or `undefined` where no pattern matches it. */
export function indicatorOfFinding(
  finding: Finding,
  of: FindingCommon,
  sha1: Sha1,
): Made | undefined {
  const pattern = patternOfFinding(finding)
  if (pattern === undefined) return undefined
  return makePatternIndicator({ ...of, name: finding.value, pattern }, sha1)
}

/** The vulnerability (§4.19) that a CVE id names. Its id stands for creator and CVE id. */
export function vulnerabilityOfFinding(
  finding: Finding,
  of: FindingCommon,
  sha1: Sha1,
): Made | undefined {
  if (finding.kind !== 'vulnerability') return undefined
  const key = { created_by_ref: of.createdByRef, name: finding.value }
  return accepted({
    type: 'vulnerability',
    spec_version: '2.1',
    id: concertId('vulnerability', key, sha1),
    created: of.created,
    modified: of.modified,
    ...key,
    external_references: [{ source_name: 'cve', external_id: finding.value }],
    object_marking_refs: [tlpMarkingId(of.tlp)],
  })
}

/** Objects made of findings, and what is wrong with those that could not be made. */
export interface FindingObjects {
  readonly objects: readonly StixObject[]
  readonly faults: readonly StixFault[]
}

/**
 * Objects of everything found, each once: observables, vulnerabilities, and indicators. Nobody has
 * looked at them yet; leave out what carries warnings that matter first.
 *
 * @example
 * const good = findings.filter(({ warnings }) => warnings.length === 0)
 * const { objects } = objectsOfFindings(good, { createdByRef, created, modified, tlp, validFrom }, sha1)
 */
export function objectsOfFindings(
  findings: Iterable<Finding>,
  of: FindingCommon,
  sha1: Sha1,
): FindingObjects {
  const objects = new Map<string, StixObject>()
  const faults: StixFault[] = []
  const take = (made: Made | undefined) => {
    if (made?.ok === true) objects.set(made.value.view.id, made.value)
    else if (made !== undefined) faults.push(...made.faults)
  }
  for (const finding of uniqueFindings(findings)) {
    for (const value of observablesOfFinding(finding, sha1)) {
      take(accepted({ ...value, object_marking_refs: [tlpMarkingId(of.tlp)] }))
    }
    take(vulnerabilityOfFinding(finding, of, sha1))
    take(indicatorOfFinding(finding, of, sha1))
  }
  return { objects: [...objects.values()], faults }
}

function accepted(value: JsonObject): Made {
  return acceptStixObject(canonicalBytes(value), value)
}

function observable(type: string, content: JsonObject, sha1: Sha1): JsonObject {
  const id = observableId(type, content, sha1)
  if (id === undefined) throw new TypeError(`no id for ${type}`)
  return { type, spec_version: '2.1', id, ...content }
}

function fileAt(path: string, sha1: Sha1): readonly JsonObject[] {
  const { directory, name } = splitPath(path)
  const parent = observable('directory', { path: directory }, sha1)
  const content = { name, parent_directory_ref: String(parent.id) }
  return [parent, observable('file', content, sha1)]
}

/** The directory keeps its separator only where it is a drive or the root. */
function splitPath(path: string): { readonly directory: string; readonly name: string } {
  const plain = path.replace(/[\\/]+$/, '')
  const at = Math.max(plain.lastIndexOf('/'), plain.lastIndexOf('\\'))
  const isTop = at === 0 || plain.charAt(at - 1) === ':'
  return { directory: plain.slice(0, isTop ? at + 1 : at), name: plain.slice(at + 1) }
}

function quoted(text: string): string {
  return `'${escapePatternString(text)}'`
}
