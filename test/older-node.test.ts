import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '..')
const program = join(root, 'bin', 'auscult.mjs')

/** What Node 18 exports already. A name that an older Node lacks ends a file before its first line runs, so it cannot hand over to Node 24. */
const oldNames = new Set('createRequire spawn existsSync constants dirname join fileURLToPath'.split(' '))
/** Runs on Node 24 alone: npm puts that first on the path of its scripts. */
const onNode24 = new Set(['build-page.mjs'])

test('what starts on any Node imports nothing that an older Node lacks', () => {
  const files = globSync('bin/*.mjs', { cwd: root }).filter((path) => !onNode24.has(path.slice('bin/'.length)))
  assert.ok(files.includes(join('bin', 'auscult.mjs')))
  for (const path of files) {
    const source = readFileSync(join(root, path), 'utf8')
    for (const [, names = ''] of source.matchAll(/^import [^{}\n]*\{([^}]*)\} from 'node:/gm)) {
      for (const name of names.split(',').map((each) => each.trim())) assert.ok(oldNames.has(name), `${path}: ${name}`)
    }
  }
})

test('the command answers on an older Node, by the Node 24 that npm brought', (t) => {
  const older = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, process.platform === 'win32' ? 'node.exe' : 'node'))
    .find((path) => existsSync(path) && Number(execFileSync(path, ['-p', 'parseInt(process.versions.node)'])) < 24)
  if (older === undefined) {
    t.skip('there is no older Node on the path')
    return
  }
  assert.match(execFileSync(older, [program, '--version'], { encoding: 'utf8' }), /^\d+\.\d+\.\d+$/m)
})
