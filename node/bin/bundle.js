/*
 * The node and what it imports as one program: hundreds of small modules become a few large ones,
 * which starts twice as fast and takes 30 MB less at rest. It stands beside the sources and counts
 * only while they are as they were (see fresh-bundle.js): whoever edits a source runs the sources.
 */
import { rename, rm, stat, writeFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BUNDLE, MANIFEST, ROOT } from './fresh-bundle.js'

const source = (name) => fileURLToPath(new URL(`../src/${name}.ts`, import.meta.url))
/**
 * An `import` of node:http reads every name it exports, and with that loads WebSocket, fetch and
 * more: 7 MB for a server that may never use them. Asked for as `require` would, it loads what is
 * used.
 */
const LEAN = {
  'node:http': "module.exports = process.getBuiltinModule('node:http')",
  'node:https': "module.exports = process.getBuiltinModule('node:https')",
}
const CONDITIONS = ['@concert/source', 'node']

/** Builds the bundle. Throws when the builder is not installed, as in a published package. */
export async function bundle() {
  const { build } = await import('vite')
  const making = `${BUNDLE}.making`
  await rm(BUNDLE, { recursive: true, force: true })
  const inputs = new Set()
  await build({
    root: join(ROOT, 'node'),
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: CONDITIONS },
    ssr: { noExternal: true, resolve: { conditions: CONDITIONS } },
    plugins: [
      {
        name: 'inputs',
        moduleParsed: ({ id }) => void inputs.add(id),
      },
      {
        name: 'lean-builtins',
        enforce: 'pre',
        resolveId: (id) => (id in LEAN ? `\0lean-${id}` : undefined),
        load: (id) => (id.startsWith('\0lean-') ? LEAN[id.slice(6)] : undefined),
      },
      {
        name: 'one-byte',
        generateBundle: (_, files) => {
          for (const file of Object.values(files)) {
            if (file.type === 'chunk') file.code = oneByte(file.code)
          }
        },
      },
    ],
    build: {
      ssr: true,
      target: 'node26',
      outDir: making,
      emptyOutDir: true,
      minify: false,
      rollupOptions: {
        input: { main: source('main'), prepare: source('prepare') },
        external: ['pg-native'],
        // As deep below the node's folder as the sources are: they name files from where they are.
        output: {
          entryFileNames: 'code/[name].js',
          chunkFileNames: 'code/[name]-[hash].js',
          // A program is kept in memory as its text. Names stay, for stacks tell them.
          comments: false,
          minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
        },
      },
    },
  })
  const lock = join(ROOT, 'node_modules', '.package-lock.json')
  const own = [...inputs].filter(
    (id) => id.startsWith(ROOT) && !id.includes(`${sep}node_modules${sep}`),
  )
  const files = await Promise.all([...own, lock].map(describe))
  await writeFile(join(making, MANIFEST), JSON.stringify(files))
  await rename(making, BUNDLE)
}

/** One character above ASCII makes the engine keep the whole text with two bytes a character. */
function oneByte(code) {
  return code.replace(/[\u0080-\uffff]/g, (unit) => {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

async function describe(path) {
  const { mtimeMs, size } = await stat(path)
  return [relative(ROOT, path), mtimeMs, size]
}
