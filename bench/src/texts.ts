/** Languages the harness speaks. */
export type Language = 'en' | 'zh'

interface Texts {
  readonly name: string
  readonly figure: string
  readonly ratio: string
  readonly goal: string
  readonly machine: string
  readonly list: string
  readonly none: string
  readonly usage: string
  readonly unknown: (name: string) => string
  readonly badOption: (text: string) => string
}

/** What the harness says, in both languages. */
export const texts: Readonly<Record<Language, Texts>> = {
  en: {
    name: 'bench',
    figure: 'figure',
    ratio: 'ratio',
    goal: 'goal',
    machine: 'machine',
    list: 'Benches:',
    none: 'There are no benches yet.',
    usage: 'Usage: npm run bench -- NAME [--json] [--scale NUMBER] [--lang en|zh]',
    unknown: (name) => `There is no bench named ${name}.`,
    badOption: (text) => `Cannot read the command line: ${text}`,
  },
  zh: {
    name: '基准',
    figure: '数值',
    ratio: '比值',
    goal: '目标',
    machine: '机器',
    list: '现有基准：',
    none: '目前还没有基准。',
    usage: '用法：npm run bench -- 名称 [--json] [--scale 数值] [--lang en|zh]',
    unknown: (name) => `没有名为 ${name} 的基准。`,
    badOption: (text) => `无法读取命令行：${text}`,
  },
}
