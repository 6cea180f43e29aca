import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { generatedFiles } from './files.ts'
import { invalidVectors, validVectors } from './vectors.ts'

// Writes what is made from the object table: types, documentation and, when asked for, vectors.
for (const [path, content] of await generatedFiles()) {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
}

if (process.argv.includes('--vectors')) {
  const folder = join(import.meta.dirname, '..', '..', '..', 'vectors', 'objects')
  const lines = (values: readonly unknown[]) =>
    values.map((value) => `${JSON.stringify(value)}\n`).join('')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'valid.ndjson'), lines(validVectors()))
  await writeFile(join(folder, 'invalid.ndjson'), lines(invalidVectors()))
}
