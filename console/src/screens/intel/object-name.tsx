import type { IntelRow, ObjectNames } from '../../api/intel-answers.ts'
import { useText } from '../../i18n/language.tsx'
import { ForeignName } from '../../shared/foreign.tsx'
import { relationMeans } from '../../shared/relation-texts.ts'
import { nameIn, titleOf, typeWord } from './words.ts'

/** How a relationship joins its objects; in words where the standard has any. */
function Joined({ object, most }: { object: IntelRow['object']; most?: number }) {
  const t = useText()
  const title = titleOf(object, '')
  const means = title === object.relationship_type ? relationMeans(title) : undefined
  if (means === undefined) return <ForeignName text={title} {...(most !== undefined && { most })} />
  return <span title={title}>{t(means)}</span>
}

/**
 * What an object is known by. A sighting is known by what was sighted, a relationship by what it
 * joins; one that has no name has its type and the beginning of its id.
 */
export function ObjectName({
  object,
  stixId,
  names,
  most,
}: {
  object: IntelRow['object']
  stixId: string
  names: ObjectNames
  most?: number
}) {
  const t = useText()
  const long = most === undefined ? {} : { most }
  const named = (id: unknown) => <ForeignName text={nameIn(names, id)} {...long} />
  const { sighting_of_ref: sighted, source_ref: from, target_ref: to } = object
  if (object.type === 'sighting' && nameIn(names, sighted) !== '') return named(sighted)
  if (object.type === 'relationship' && (nameIn(names, from) || nameIn(names, to)) !== '') {
    return (
      <>
        {named(from)} <span className="t3">→</span> <Joined object={object} {...long} />{' '}
        <span className="t3">→</span> {named(to)}
      </>
    )
  }
  const title = titleOf(object, stixId)
  if (title !== stixId) return <ForeignName text={title} {...long} />
  const [type = '', begin = ''] = stixId.split('--')
  return (
    <>
      {t(typeWord(type))} <span className="mono">{begin.split('-')[0]}</span>
    </>
  )
}
