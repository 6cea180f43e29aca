import type { Bilingual } from '../i18n/language.ts'
import { REFUSALS } from '../i18n/refusals.ts'

/** Why something about a concerted operation was not done: the rules of its fold among them. */
export const OPERATION_CODES = {
  'thread-unknown': { en: 'There is no such operation here.', zh: '本节点没有该协同行动。' },
  'step-twice': { en: 'Two steps have the same id.', zh: '有两个步骤编号相同。' },
  'step-unknown': { en: 'There is no such step in the plan.', zh: '计划中没有该步骤。' },
  'step-party': { en: 'There is no such party in the plan.', zh: '计划中没有该参与方。' },
  'step-cycle': {
    en: 'The step waits for itself, by way of others.',
    zh: '该步骤经由其他步骤而等待自身。',
  },
  'step-waits': {
    en: 'A step that has to come before is not done.',
    zh: '尚有必须在先的步骤未完成。',
  },
  'step-running': { en: 'A step is still under way.', zh: '尚有步骤正在执行。' },
  'not-yours': { en: 'This is for another party to do.', zh: '应由其他参与方进行。' },
  'not-now': {
    en: 'It cannot be said as the operation stands now.',
    zh: '以行动目前的状态，不能作出此项。',
  },
  'old-round': {
    en: 'The plan has been changed meanwhile; read the new one.',
    zh: '计划已有修改，请阅读新计划。',
  },
  'not-agreed': {
    en: 'Not every party has said go to this plan.',
    zh: '尚非各方均对本计划表示可行。',
  },
  'not-launched': { en: 'The operation has not been launched.', zh: '该行动尚未启动。' },
  'too-early': { en: 'The common start has not come yet.', zh: '尚未到共同开始时间。' },
  'operation-over': { en: 'The operation is over.', zh: '该行动已结束。' },
  'too-many-moves': { en: 'Too much has been said of this step.', zh: '该步骤的往来过多。' },
  'party-unknown': {
    en: 'This party is no confirmed peer with an open requests tier.',
    zh: '该参与方不是已确认且协助请求层开放的对等节点。',
  },
  'plan-form': { en: 'The plan cannot be used as it is.', zh: '计划不符合要求。' },
  'release-rules': REFUSALS['release-rules'],
  'release-blocked': REFUSALS['release-blocked'],
  'release-review': {
    en: 'Words of a plan wait for no second person, as the release desk would want here: write it without what stands there.',
    zh: '放行台要求所指位置的内容由第二人审核，而计划文字不设待审：请删去该内容后重写。',
  },
  'playbook-form': {
    en: 'The playbook cannot be used; see its faults.',
    zh: '剧本不可用，详见所列错误。',
  },
} as const satisfies Readonly<Record<string, Bilingual>>
