/** Who acts: one of the delegates in `concert.json`. */
export const AS = {
  type: 'string',
  value: 'name',
  summary: {
    en: 'delegate who acts; required once delegates are configured',
    zh: '操作的代表；配置了代表后必填',
  },
} as const

/** Which peer. */
export const PEER = {
  type: 'string',
  value: 'node',
  required: true,
  summary: { en: 'node id of the peer', zh: '对等节点的编号' },
} as const

/** Why, in the words of whoever decides. */
export const NOTE = {
  type: 'string',
  value: 'text',
  required: true,
  summary: { en: 'why; recorded here, never sent', zh: '理由；仅在本地留存，不外发' },
} as const

/** The label of a release. */
export const TLP_OPTION = {
  type: 'string',
  value: 'label',
  choices: ['clear', 'green', 'amber', 'amber+strict', 'red'],
  default: 'green',
  summary: { en: 'label of the release', zh: '放行的 TLP 级别' },
} as const
