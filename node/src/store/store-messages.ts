import type { StoreErrorCode } from './store-error.ts'

/** What each store error says to an operator, in both languages. */
export const STORE_MESSAGES: Readonly<
  Record<StoreErrorCode, { readonly en: string; readonly zh: string }>
> = {
  'store-full': {
    en: 'The store is full. Nothing of this step was kept. Free space or raise the quota.',
    zh: '存储空间已满，本次操作未保留任何内容。请释放空间或提高配额。',
  },
  'store-failed': {
    en: 'The store failed. Check its disk or its database server.',
    zh: '存储发生故障。请检查磁盘或数据库服务器。',
  },
  'store-busy': {
    en: 'The store is held by another process. Try again.',
    zh: '存储正被其他进程占用，请重试。',
  },
  'store-constraint': {
    en: 'The store already holds this entry, or a required value is missing.',
    zh: '存储中已有该条目，或缺少必需的值。',
  },
  'store-read-only': {
    en: 'A read tried to write to the store.',
    zh: '读取操作试图写入存储。',
  },
  'store-aborted': {
    en: 'An earlier step of this transaction failed; nothing of it was kept.',
    zh: '该事务的前一步骤失败，未保留任何内容。',
  },
  'store-ended': {
    en: 'A transaction was used after it had ended.',
    zh: '事务结束后仍被使用。',
  },
  'store-nested': {
    en: 'A transaction was begun inside another one.',
    zh: '在一个事务内又开始了另一个事务。',
  },
  'store-closed': {
    en: 'The store is closed.',
    zh: '存储已关闭。',
  },
  'store-value': {
    en: 'The store cannot hold this value exactly.',
    zh: '存储无法精确保存该值。',
  },
  'store-query': {
    en: 'The store did not understand a statement.',
    zh: '存储无法理解某条语句。',
  },
  'store-newer': {
    en: 'The database was written by a newer version of Concert. Upgrade the program.',
    zh: '该数据库由较新版本的协奏写入。请升级程序。',
  },
  'store-changed': {
    en: 'The database was not made by the migrations of this version of Concert.',
    zh: '该数据库并非由本版本协奏的迁移脚本建立。',
  },
}
