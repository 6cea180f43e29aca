import type { CommandGroup } from './command.ts'

/** Every command of `concert`, in the order of its help. */
export const COMMANDS: CommandGroup = {
  name: 'concert',
  summary: {
    en: 'Concert: how parties that do not trust each other safeguard cyber security together.',
    zh: '协奏：互不信任的各方如何共同维护网络安全。',
  },
  entries: [
    {
      name: 'init',
      summary: { en: 'make the configuration and the keys of a node', zh: '生成节点的配置和密钥' },
      load: async () => (await import('./commands/init.ts')).init,
    },
    {
      name: 'help',
      summary: { en: 'show help for a command', zh: '显示命令的帮助' },
      load: async () => (await import('./commands/help.ts')).help,
    },
    {
      name: 'version',
      summary: { en: 'show the version', zh: '显示版本' },
      load: async () => (await import('./commands/version.ts')).version,
    },
  ],
}
