import * as k from './kinds.ts'
import type { ObjectType, Shape } from './model.ts'
import { metaObject } from './rows.ts'

// §7: meta objects.

export const LANGUAGE_CONTENT: ObjectType = metaObject(
  'language-content',
  '7.1',
  {
    object_ref: k.required(k.refToAny()),
    object_modified: k.timestamp(),
    contents: k.required(k.byLanguage(k.anyObject())),
  },
  { common: { required: ['modified'], lacks: ['lang'] } },
)

/** §7.2.1.3 */
const STATEMENT_MARKING: Shape = k.shape('statement-marking', '7.2.1.3', {
  statement: k.required(k.string()),
})

/** §7.2.1.4 */
const TLP_MARKING: Shape = k.shape('tlp-marking', '7.2.1.4', {
  tlp: k.required(k.enumeration('tlp-1-enum')),
})

export const MARKING_DEFINITION: ObjectType = metaObject(
  'marking-definition',
  '7.2.1',
  {
    name: k.string(),
    definition_type: k.deprecated(k.openVocab('marking-definition-type-ov')),
    definition: k.deprecated(k.anyObject()),
  },
  {
    common: { lacks: ['modified', 'revoked', 'labels', 'confidence', 'lang'] },
    rules: [
      {
        rule: 'requires',
        when: { absent: 'extensions' },
        names: ['definition_type', 'definition'],
      },
      { rule: 'not-self', property: 'object_marking_refs' },
      {
        rule: 'shape',
        when: { property: 'definition_type', is: 'statement' },
        property: 'definition',
        shape: STATEMENT_MARKING,
      },
      {
        rule: 'shape',
        when: { property: 'definition_type', is: 'tlp' },
        property: 'definition',
        shape: TLP_MARKING,
      },
    ],
  },
)

export const EXTENSION_DEFINITION: ObjectType = metaObject(
  'extension-definition',
  '7.3',
  {
    name: k.required(k.string()),
    description: k.recommended(k.string()),
    schema: k.required(k.string()),
    version: k.required(k.string()),
    extension_types: k.required(k.listOf(k.enumeration('extension-type-enum'))),
    extension_properties: k.listOf(k.formatted('property-name')),
  },
  {
    common: {
      required: ['created_by_ref', 'modified'],
      lacks: ['confidence', 'lang', 'extensions'],
    },
    rules: [
      {
        rule: 'forbids',
        when: { property: 'extension_types', lacks: 'toplevel-property-extension' },
        names: ['extension_properties'],
      },
      {
        rule: 'recommends',
        when: { property: 'extension_types', includes: 'toplevel-property-extension' },
        names: ['extension_properties'],
      },
    ],
  },
)
