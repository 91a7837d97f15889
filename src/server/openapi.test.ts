import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { testStore } from '../../test/database.ts'
import { testServer } from '../../test/server.ts'
import { statusByCode } from './problem.ts'

interface Operation {
  readonly operationId?: string
  readonly summary?: string
  readonly tags?: readonly string[]
  readonly security?: readonly object[]
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>
}

interface Document {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: object; readonly securitySchemes: object }
}

const root = join(import.meta.dirname, '..', '..')
const server = await testServer(test, await testStore(test))
const { text } = await server.send('GET /api/v1/openapi.json')
const document = JSON.parse(text) as Document
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
)

/** Lints as `redocly lint` does, without a word to anybody: no telemetry, no look for updates. */
test('the document of the interface passes the linter without an error or a warning', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'auscult-openapi-'))
  try {
    const path = join(folder, 'openapi.json')
    await writeFile(path, text)
    const require = createRequire(import.meta.url)
    const manifest = require.resolve('@redocly/cli/package.json')
    const { bin } = JSON.parse(await readFile(manifest, 'utf8')) as { bin: { redocly: string } }
    const argv = [
      join(dirname(manifest), bin.redocly),
      'lint',
      '--format',
      'json',
      '--config',
      join(root, 'test/redocly.yaml'),
      path,
    ]
    const env = { PATH: process.env['PATH'] ?? '', REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' }
    const { stdout } = await promisify(execFile)(process.execPath, argv, { env }).catch(
      (error: { stdout: string }) => error,
    )
    const { totals, problems } = JSON.parse(stdout) as {
      totals: object
      problems: { ruleId: string; message: string }[]
    }
    assert.deepEqual(
      problems.map(({ ruleId, message }) => `${ruleId}: ${message}`),
      [],
    )
    assert.deepEqual(totals, { errors: 0, warnings: 0, ignored: 0 })
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('each operation has a name, a summary, one tag, and says how it fails', () => {
  assert.equal(document.openapi, '3.1.0')
  assert.ok(operations.length >= 20)
  assert.equal(new Set(operations.map(({ operation }) => operation.operationId)).size, operations.length)
  for (const { path, method, operation } of operations) {
    const what = `${method} ${path}`
    assert.ok(operation.summary !== undefined && operation.tags?.length === 1, what)
    for (const status of ['400', '500'])
      assert.ok(operation.responses[status]?.content?.['application/problem+json'], `${what} ${status}`)
    const isOpen = operation.security?.length === 0
    assert.equal('401' in operation.responses, !isOpen, what)
    assert.ok(
      Object.keys(operation.responses).some((status) => status.startsWith('2')),
      what,
    )
  }
})

test('each address that the document names is there, and asks for a token unless it says otherwise', async () => {
  for (const { path, method, operation } of operations) {
    const { status } = await server.send(`${method.toUpperCase()} /api/v1${path.replace(/\{\w+\}/g, '1')}`)
    const isOpen = operation.security?.length === 0
    assert.ok(isOpen ? ![401, 404, 405].includes(status) : status === 401, `${method} ${path}: ${status}`)
  }
})

test('every code of a problem is told by the server itself, and by docs/http.md', async () => {
  const { json } = await server.send('GET /api/v1/problems')
  const { items } = json as { items: { code: string; status: number }[] }
  assert.deepEqual(Object.fromEntries(items.map(({ code, status }) => [code, status])), statusByCode)
  const page = await readFile(join(root, 'docs/http.md'), 'utf8')
  const told = Object.fromEntries(
    [...page.matchAll(/^\| (\d{3}) \| ([^|]+) \|/gm)].flatMap(([, status = '', codes = '']) =>
      [...codes.matchAll(/`(\w+)`/g)].map(([, code = '']) => [code, Number(status)]),
    ),
  )
  assert.deepEqual(told, statusByCode)
})

test('every address that a page tells of is in the document, with its methods', () => {
  const known = operations.map(({ path, method }) => ({
    method: method.toUpperCase(),
    meets: new RegExp(`^(?:/api/v1)?${path.replaceAll(/\{\w+\}/g, String.raw`[\w{}$]+`)}$`),
  }))
  const told = globSync('docs/**/*.md', { cwd: root }).flatMap((page) =>
    addressesIn(readFileSync(join(root, page), 'utf8')).map((address) => ({ page, ...address })),
  )
  assert.ok(told.length > 60, `${told.length}`)
  assert.deepEqual(
    told.filter(({ method, path }) => !known.some((each) => each.method === method && each.meets.test(path))),
    [],
  )
})

/** What stands as `GET /sboms/{id}`, `GET` and `POST /triage`, or after `$API` in a command of curl. */
function addressesIn(markdown: string): readonly { readonly method: string; readonly path: string }[] {
  const inText = markdown.matchAll(/((?:`(?:GET|POST|PUT|DELETE)`,? (?:and )?)*)`(GET|POST|PUT|DELETE) (\/[\w/{}-]+)/g)
  const inShell = markdown.matchAll(/^curl (.*)"\$API(\/[\w/$-]+)/gm)
  return [
    ...[...inText].flatMap(([, others = '', method = '', path = '']) =>
      [...(others.match(/[A-Z]+/g) ?? []), method].map((each) => ({ method: each, path })),
    ),
    ...[...inShell].map(([, options = '', path = '']) => {
      const method = /-X (\w+)/.exec(options)?.[1] ?? (options.includes('--data') ? 'POST' : 'GET')
      return { method, path }
    }),
  ]
}
