import type { Both } from '../../i18n/both.ts'

export const texts = {
  original: ['original', '原文'],
  human: ['translated by a person', '人工翻译'],
  machine: ['machine translation, not reviewed', '机器翻译，未经人工核对'],
  reviewed: (who: string): Both => [`reviewed by ${who}`, `审校：${who}`],
  here: (who: string): Both => [
    `translated here by ${who}; not part of what was signed`,
    `本节点译，译者${who}；不属于已签名内容`,
  ],
  decides: ['authoritative', '以此为准'],
  equal: ['equally authentic', '同等作准'],
  terms: ['Terms:', '术语：'],
  missing: ['The translation lacks the agreed word for:', '译文未使用约定译法：'],
  translateInto: (lang: 'en' | 'zh'): Both =>
    lang === 'en' ? ['Translate into English', '译为英文'] : ['Translate into Chinese', '译为中文'],
  words: ['Translation', '译文'],
  staysHere: ['It stays at this node. The original decides.', '译文仅保存于本节点，以原文为准。'],
  keep: ['Keep the translation', '保存译文'],
  ask: ['Ask the translation service', '使用翻译服务'],
  askHelp: [
    'The text goes to the service that the operator has set up, where a rule allows it.',
    '仅在规则允许时，文本将交给管理员设置的翻译服务。',
  ],
  compared: ['I have compared it', '已核对译文'],
  notKept: ['Nothing was kept.', '未保存任何内容。'],
  cancel: ['Cancel', '取消'],
} satisfies Record<string, Both | ((...args: never[]) => Both)>
