/** What an upgrade does to an object. */
export type UpgradeChangeCode =
  | 'version-stated'
  | 'property-moved'
  | 'property-renamed'
  | 'property-set-aside'
  | 'value-assumed'
  | 'value-renamed'
  | 'value-wrapped'
  | 'timestamp-padded'
  | 'pattern-rewritten'
  | 'observable-extracted'
  | 'marking-named'
  | 'marking-carried'
  | 'marking-widened'

/** What an upgrade can't do. */
export type UpgradeFaultCode =
  | 'version-unknown'
  | 'observable-malformed'
  | 'reference-unknown'
  | 'observable-differs'

/** One change, or one thing that could not be done. */
export interface UpgradeNote<Code extends string = UpgradeChangeCode | UpgradeFaultCode> {
  readonly code: Code
  /** Path within the object that was given. */
  readonly at: string
  /** Path within the new object, or the id of the object it went to. */
  readonly to?: string
}

/** A sentence in both languages. */
interface Sentence {
  readonly en: string
  readonly zh: string
}

/** What each code says. */
export const UPGRADE_NOTES: Readonly<Record<UpgradeChangeCode | UpgradeFaultCode, Sentence>> = {
  'version-stated': {
    en: 'The object now says that it is STIX 2.1.',
    zh: '对象现已标明为STIX 2.1。',
  },
  'property-moved': {
    en: 'The value has a property of its own in 2.1.',
    zh: '该值在2.1中有专属属性，已移入。',
  },
  'property-renamed': {
    en: 'The property has another name in 2.1.',
    zh: '该属性在2.1中已改名。',
  },
  'property-set-aside': {
    en: '2.1 has no such property; the value is kept in an extension.',
    zh: '2.1中没有该属性，其值保留在扩展中。',
  },
  'value-assumed': {
    en: '2.1 requires what 2.0 does not say; a value was assumed. Check it.',
    zh: '2.1要求而2.0未提供此值，已按惯例设定，请核对。',
  },
  'value-renamed': {
    en: 'The vocabulary spells this value otherwise in 2.1.',
    zh: '该值在2.1词汇表中的写法不同，已改写。',
  },
  'value-wrapped': { en: '2.1 holds a list here.', zh: '2.1中此处为列表，已转换。' },
  'timestamp-padded': {
    en: 'The time is now given to the millisecond; it is the same time.',
    zh: '时间已补足到毫秒，所指时刻不变。',
  },
  'pattern-rewritten': {
    en: 'The pattern uses the names and the time literals of 2.1.',
    zh: '模式已改用2.1的属性名和时间写法。',
  },
  'observable-extracted': {
    en: 'The observable is an object of its own in 2.1.',
    zh: '可观测数据在2.1中是独立对象，已抽出。',
  },
  'marking-named': {
    en: 'The TLP marking is the one of 2.1.',
    zh: 'TLP标记已换为2.1的标准对象。',
  },
  'marking-carried': {
    en: 'The marking also holds for the object taken out.',
    zh: '该标记同样适用于抽出的对象。',
  },
  'marking-widened': {
    en: 'What the marking selected is no longer there; the marking now holds for the whole object.',
    zh: '该标记所选的内容已不在原处，标记改为适用于整个对象。',
  },
  'version-unknown': {
    en: 'Only STIX 2.0 and 2.1 are read.',
    zh: '仅支持STIX 2.0和2.1。',
  },
  'observable-malformed': {
    en: 'This is not an observable with a type; it was left out.',
    zh: '此处不是带有类型的可观测数据，已略去。',
  },
  'reference-unknown': {
    en: 'No observable has this key; the reference was left out.',
    zh: '没有以此为键的可观测数据，该引用已略去。',
  },
  'observable-differs': {
    en: 'The same observable came before with other content.',
    zh: '同一可观测数据此前已出现且内容不同。',
  },
}

/** Takes notes while one object is upgraded. */
export class UpgradeReport {
  readonly changes: UpgradeNote<UpgradeChangeCode>[] = []
  readonly faults: UpgradeNote<UpgradeFaultCode>[] = []

  change(code: UpgradeChangeCode, at: string, to?: string): void {
    this.changes.push(to === undefined ? { code, at } : { code, at, to })
  }

  fault(code: UpgradeFaultCode, at: string, to?: string): void {
    this.faults.push(to === undefined ? { code, at } : { code, at, to })
  }
}
