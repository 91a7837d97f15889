import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { besiege } from './besiege.ts'

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    'at-once': { type: 'string', default: '2000' },
    port: { type: 'string', default: '18420' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', multiple: true, default: [] },
  },
})

const folder = await mkdtemp(join(tmpdir(), 'auscult-siege-'))
await chmod(folder, 0o711) // as root, PostgreSQL runs under another account and has to pass through
const { lines, faults } = await besiege({
  folder,
  port: Number(values.port),
  requests: Number(values.requests),
  atOnce: Number(values['at-once']),
  seed: Number(values.seed),
  only: values.only,
  tell: (line) => console.log(line),
})
await rm(folder, { recursive: true, force: true })
console.log(`\n${lines.join('\n')}\n${faults.length} faults`)
for (const fault of faults) console.log(`  ${fault}`)
process.exitCode = faults.length === 0 ? 0 : 1
