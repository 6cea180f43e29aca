import { template } from '../i18n/translate.ts'
import type { Options } from './command.ts'

const summary = (key: 'help' | 'version' | 'json' | 'lang' | 'data') => ({
  en: template('en', `cli.option.${key}`),
  zh: template('zh', `cli.option.${key}`),
})

/** Options that every command takes. */
export const GLOBAL_OPTIONS = {
  help: { type: 'boolean', summary: summary('help') },
  version: { type: 'boolean', summary: summary('version') },
  json: { type: 'boolean', summary: summary('json') },
  lang: { type: 'string', value: 'en|zh', choices: ['en', 'zh'], summary: summary('lang') },
  data: { type: 'string', value: 'folder', summary: summary('data') },
} as const satisfies Options
