import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { objectsPage } from './doc-text.ts'
import { typeFiles } from './type-text.ts'

const PACKAGE = join(import.meta.dirname, '..', '..', '..')
const ROOT = join(PACKAGE, '..', '..')

/** Everything that is made from the object table, by path. */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  const docs = join(ROOT, 'docs', 'stix')
  return new Map([
    ...(await formatted(typeFiles())),
    [join(docs, 'objects.md'), objectsPage('en')],
    [join(docs, 'objects.zh-CN.md'), objectsPage('zh')],
  ])
}

/** As the formatter of the repository writes it. */
async function formatted(files: ReadonlyMap<string, string>): Promise<[string, string][]> {
  const folder = await mkdtemp(join(tmpdir(), 'stix-types-'))
  try {
    for (const [name, content] of files) await writeFile(join(folder, name), content)
    const biome = join(ROOT, 'node_modules', '@biomejs', 'biome', 'bin', 'biome')
    const options = ['format', '--write', `--config-path=${ROOT}`, '--vcs-enabled=false', folder]
    await promisify(execFile)(process.execPath, [biome, ...options])
    return await Promise.all(
      [...files.keys()].map(
        async (name): Promise<[string, string]> => [
          join(PACKAGE, 'src', 'objects', name),
          await readFile(join(folder, name), 'utf8'),
        ],
      ),
    )
  } finally {
    await rm(folder, { recursive: true })
  }
}
