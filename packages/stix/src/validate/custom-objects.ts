import type { JsonObject } from '@concert/core'
import { commonProperties, notApplicable } from '../table/common.ts'
import { inSection } from '../table/kinds.ts'
import type { ObjectType, StixClass } from '../table/model.ts'
import { VERSION_ORDER } from '../table/rows.ts'
import type { ObjectCheck } from './constraints.ts'
import { customPropertyCheck } from './custom-checks.ts'
import { extensionKinds } from './extension-checks.ts'
import { verdictOf } from './findings.ts'
import { compilingFor, type Setting } from './setting.ts'
import { objectCheck } from './shape-check.ts'

/**
 * An object of a type that is not in the table (§7.3, §11.2). It is held to the common properties of
 * its class. An extension says which class that is; without one, an object that tells its times is
 * taken for a domain object, any other for an observable.
 */
export function customObjectCheck(setting: Setting): ObjectCheck {
  const unknown = verdictOf(setting.reading, 'type-unknown')
  const checks = new Map<StixClass, ObjectCheck>(
    (['sdo', 'sro', 'sco'] as const).map((each) => [each, customClassCheck(each, setting)]),
  )
  return (object, findings) => {
    const added = classByExtension(object)
    const named = typeof object.type === 'string' && object.type !== 'bundle'
    if (added === undefined && named) findings.addBelow(unknown, 'type')
    checks.get(added ?? classByTimes(object))?.(object, findings)
  }
}

function customClassCheck(stixClass: StixClass, setting: Setting): ObjectCheck {
  const row = customRow(stixClass)
  const compiling = compilingFor(row, setting)
  const stranger = customPropertyCheck(compiling)
  return objectCheck(row, compiling, (name, value, object, findings) => {
    if (name !== 'type') stranger(name, value, object, findings)
  })
}

function customRow(stixClass: StixClass): ObjectType {
  const { type: _any, ...properties } = commonProperties(stixClass, '')
  return {
    name: 'custom',
    class: stixClass,
    section: '11.2',
    properties,
    notApplicable: notApplicable(stixClass),
    constraints: stixClass === 'sco' ? [] : inSection('3.2', [VERSION_ORDER]),
    extensions: {},
    identity: [],
  }
}

function classByExtension(object: JsonObject): StixClass | undefined {
  const kinds = extensionKinds(object)
  return (['sdo', 'sco', 'sro'] as const).find((each) => kinds.includes(`new-${each}`))
}

function classByTimes({ created, modified }: JsonObject): StixClass {
  return created !== undefined || modified !== undefined ? 'sdo' : 'sco'
}
