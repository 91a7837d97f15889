import assert from 'node:assert/strict'
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, globSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, test } from 'node:test'
import { root } from './repository.ts'

/** `npm run tryout`: packs Auscult, installs the archive into an empty folder as anybody would, and runs it there. */
const outside = mkdtempSync(join(tmpdir(), 'auscult-tryout-'))
const installed = join(outside, 'node_modules', 'auscult')
const built = join(installed, 'dist')
const script = join(built, 'bin', 'auscult.mjs')
const dataFolder = join(outside, 'data')
const shell = process.platform === 'win32'

before(() => {
  execFileSync('npm', ['pack', '--silent', '--pack-destination', outside], { cwd: root, stdio: 'inherit', shell })
  const archive = readdirSync(outside).find((name) => name.endsWith('.tgz')) ?? ''
  writeFileSync(join(outside, 'package.json'), '{}')
  const given = ['install', `./${archive}`, '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund']
  execFileSync('npm', [...given, '--silent'], { cwd: outside, stdio: 'inherit', shell })
  chmodSync(outside, 0o755) // root's PostgreSQL runs under another account, which passes through
})

after(() => rmSync(outside, { recursive: true, force: true }))

/** Runs the installed program far from the repository, with nothing of this machine's settings. */
function auscult(given: readonly string[], input = ''): { status: number | null; stdout: string; stderr: string } {
  const env = { PATH: process.env['PATH'] ?? '', HOME: outside, AUSCULT_DATA_FOLDER: dataFolder }
  return spawnSync(process.execPath, [script, ...given], { cwd: outside, env, input, encoding: 'utf8' })
}

test('the package holds what runs, its notices and its pins, and neither source nor tests', () => {
  const paths = globSync('**/*', { cwd: built }).map((path) => path.replaceAll('\\', '/'))
  for (const needed of [
    'LICENSE',
    'NOTICE',
    'SECURITY.md',
    'THIRD-PARTY-LICENSES',
    'docs/install.md',
    'packaging/auscult.service',
    'npm-shrinkwrap.json',
    'sbom.cdx.json',
    'src/store/migrations/0001-organisations-and-models.sql',
    'demo/feeds/nvd.json',
    'web/dist/index.html',
  ])
    assert.ok(paths.includes(needed), `${needed} is missing`)
  assert.deepEqual(
    paths.filter((path) => /\.tsx?$|fixtures|\.test\.|\.conformance\./.test(path)),
    [],
  )
})

test('nothing in the package knows where it was built', () => {
  for (const path of globSync('**/*.{js,html,json,css}', { cwd: built }))
    assert.ok(!readFileSync(join(built, path), 'utf8').includes(root), path)
})

test('its pins and its manifest agree, so npm ci installs the very versions that were tested', () => {
  const given = ['ci', '--dry-run', '--offline', '--ignore-scripts', '--no-audit', '--no-fund']
  const { status, stderr } = spawnSync('npm', given, { cwd: built, encoding: 'utf8', shell })
  assert.equal(status, 0, stderr)
})

test('it tells its version and compares versions', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  assert.equal(auscult(['--version']).stdout.trim(), version)
  assert.equal(auscult(['version-order', 'deb'], '1.0~rc1 < 1.0\n').status, 0)
  assert.equal(auscult(['version-order', 'deb'], '1.1 < 1.0\n').status, 1)
})

test('it makes a database, finds its migrations and the feeds of the demonstration, and answers', () => {
  const { status, stdout, stderr } = auscult(['demo', '--no-serve', '--json'])
  assert.equal(status, 0, stderr)
  assert.match(stdout, /CVE-2021-44228/)
})

test('it reads the SBOM of itself without a problem', () => {
  const { stdout, stderr } = auscult(['--demo', 'scan', join(built, 'sbom.cdx.json'), '--json'])
  const reading = JSON.parse(stdout) as { components: readonly { name: string }[]; problems: readonly unknown[] }
  assert.deepEqual(reading.problems, [], stderr)
  for (const name of ['auscult', 'PostgreSQL', 'Node.js', 'react', 'pg'])
    assert.ok(
      reading.components.some((each) => each.name === name),
      name,
    )
})

test('it serves the page and tells its health, and ends well when told to', async () => {
  const env = { PATH: process.env['PATH'] ?? '', HOME: outside, AUSCULT_DATA_FOLDER: dataFolder }
  const stdio = ['ignore', 'pipe', 'inherit'] as const
  const given = [script, '--demo', 'serve', '--port', '0', '--quiet']
  const child = spawn(process.execPath, given, { cwd: outside, env, stdio: [...stdio] })
  const ended = once(child, 'exit')
  const began = once(createInterface(child.stdout), 'line') as Promise<[string]>
  const [line] = await Promise.race([began, ended.then(() => assert.fail('it ended before it served'))])
  const address = new URL(line).origin
  const health = await fetch(`${address}/api/v1/health`)
  assert.equal(health.status, 200)
  const page = await fetch(address)
  assert.match(await page.text(), /<script/)
  const authorization = `Bearer ${new URL(line).hash.replace('#token=', '')}`
  const sent = await fetch(`${address}/api/v1/sboms`, { method: 'POST', headers: { authorization }, body: largeSbom() })
  assert.equal(sent.status, 201, await sent.text()) // read in a thread, whose file has to be in the package
  child.kill('SIGTERM')
  assert.deepEqual(await ended, [
    process.platform === 'win32' ? null : 0,
    process.platform === 'win32' ? 'SIGTERM' : null,
  ])
})

/** Large enough to be read in a thread of its own. */
function largeSbom(): string {
  const components = Array.from({ length: 10_000 }, (_, n) => ({
    type: 'library',
    name: `part-${n}`,
    version: '1.0.0',
    'bom-ref': `part-${n}`,
    description: 'A part of a large device. '.repeat(4),
  }))
  const component = { type: 'device', name: 'Scanner', version: '1', manufacturer: { name: 'Maker' }, 'bom-ref': 'd' }
  return JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', metadata: { component }, components })
}
