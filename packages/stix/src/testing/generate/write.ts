import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { generatedFiles } from './files.ts'

// Writes what is made from the object table: types and documentation.
for (const [path, content] of await generatedFiles()) {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
}
