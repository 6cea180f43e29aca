import type { JsonObject } from '@concert/core'
import { typeOfId } from '../ids.ts'
import type { ObjectType } from '../table/model.ts'
import { isSuggestedRelationship } from '../table/object-types.ts'
import { redefinesTlp, tlpOfMarking } from '../tlp.ts'
import type { ObjectCheck } from './constraints.ts'
import { verdictOf } from './findings.ts'
import type { Reading } from './grades.ts'
import { idVersionCheck } from './id-checks.ts'

/** What is checked of an object beyond what its row in the table says. */
export function rowChecks(row: ObjectType, reading: Reading): readonly ObjectCheck[] {
  return [
    idVersionCheck(row, reading),
    row.name === 'marking-definition' ? tlpCheck(reading) : undefined,
    row.name === 'relationship' ? relationshipCheck(reading) : undefined,
    row.properties.created_by_ref && row.name !== 'identity' ? creatorCheck(reading) : undefined,
    row.properties.lang ? languageCheck(row, reading) : undefined,
  ].filter((check) => check !== undefined)
}

/** §7.2.1.4: the TLP markings are those of the specification, and nobody makes others. */
function tlpCheck(reading: Reading): ObjectCheck {
  const redefined = verdictOf(reading, 'marking-redefined')
  return (object, findings) => {
    const builtIn = typeof object.id === 'string' && tlpOfMarking(object.id) !== undefined
    const another = object.definition_type === 'tlp' && !builtIn
    if (another || redefinesTlp(object)) findings.addBelow(redefined, 'id')
  }
}

/** §5.1: a relationship type should be one that is listed for its ends. */
function relationshipCheck(reading: Reading): ObjectCheck {
  const unlisted = verdictOf(reading, 'relationship-unlisted')
  return (object, findings) => {
    const source = endOf(object, 'source_ref')
    const target = endOf(object, 'target_ref')
    const type = object.relationship_type
    if (source === undefined || target === undefined || typeof type !== 'string') return
    if (!isSuggestedRelationship(source, type, target)) {
      findings.addBelow(unlisted, 'relationship_type')
    }
  }
}

function endOf(object: JsonObject, name: string): string | undefined {
  const id = object[name]
  return typeof id === 'string' ? typeOfId(id) : undefined
}

/** §3.5: who creates an object should say so, or be anonymous on purpose. */
function creatorCheck(reading: Reading): ObjectCheck | undefined {
  const missing = verdictOf(reading, 'creator-missing')
  return (
    missing &&
    ((object, findings) => {
      if (object.created_by_ref === undefined) findings.addBelow(missing, 'created_by_ref')
    })
  )
}

const TEXTS = ['name', 'description', 'abstract', 'content', 'explanation', 'objective']

/** §3.2: an object with text that can be translated should say in which language it is. */
function languageCheck(row: ObjectType, reading: Reading): ObjectCheck | undefined {
  const missing = verdictOf(reading, 'language-missing')
  const texts = TEXTS.filter((name) => row.properties[name] !== undefined)
  if (missing === undefined || texts.length === 0) return undefined
  return (object, findings) => {
    if (object.lang === undefined && texts.some((name) => object[name] !== undefined)) {
      findings.addBelow(missing, 'lang')
    }
  }
}
