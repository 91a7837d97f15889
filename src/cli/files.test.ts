import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { listInputs, readInput } from './files.ts'

const folder = await mkdtemp(join(tmpdir(), 'auscult-files-'))
after(async () => rm(folder, { recursive: true }))

test('a folder stands for the files below it, and one without any for itself', async () => {
  await mkdir(join(folder, 'sboms', 'inner'), { recursive: true })
  await mkdir(join(folder, 'empty', 'inner'), { recursive: true })
  const [pump, monitor] = [join(folder, 'sboms', 'inner', 'pump.json'), join(folder, 'sboms', 'monitor.json')]
  for (const path of [pump, monitor, join(folder, 'empty', '.hidden')]) await writeFile(path, '{}')
  const empty = join(folder, 'empty')
  assert.deepEqual(await listInputs([join(folder, 'sboms'), empty, '-']), [pump, monitor, empty, '-'])
})

for (const [what, name, says] of [
  ['a folder', 'empty', 'is a folder'],
  ['a file that is not there', 'nowhere.json', 'does not exist'],
] as const) {
  test(`${what} is told in words`, async () => {
    await mkdir(join(folder, 'empty'), { recursive: true })
    await assert.rejects(readInput(join(folder, name)), ({ code, message }: { code: string; message: string }) => {
      return code === 'fileNotReadable' && message.startsWith(`${join(folder, name)} ${says}`)
    })
  })
}
