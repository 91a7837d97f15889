import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { FeedError } from '../flows/index.ts'
import { StoreError } from '../store/index.ts'
import { toQuery } from './commands/ask.ts'
import { commands } from './commands.ts'
import { toEnvironment } from './environment.ts'
import type { Variables } from './environment.ts'
import { CommandError, exitCodes, partly, toFailure } from './failure.ts'

const documented = readFileSync(join(import.meta.dirname, '../../docs/cli.md'), 'utf8')

test('every exit code is explained in docs/cli.md', () => {
  const explained = [...documented.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code))
  const used = new Set([0, partly, 70, ...Object.values(exitCodes)])
  assert.deepEqual(
    [...used].filter((code) => !explained.includes(code)),
    [],
  )
})

test('every file of a command is listed, by the name that the command has', async () => {
  for (const [name, load] of commands) assert.equal((await load()).name, name)
  assert.equal(globSync('commands/*.ts', { cwd: import.meta.dirname }).length, commands.size)
})

const failures: readonly (readonly [error: unknown, code: string, exitCode: number])[] = [
  [new CommandError('noFeeds', 'no feed'), 'noFeeds', 3],
  [new StoreError('databaseUnreachable', 'gone'), 'databaseUnreachable', 69],
  [new StoreError('diskFull', 'full'), 'diskFull', 73],
  [new FeedError({ code: 'truncated', place: 'x', because: 'it ends', remedy: 'fetch it again' }), 'truncated', 65],
  [Object.assign(new Error('ENOENT: x'), { code: 'ENOENT' }), 'ENOENT', 66],
  [Object.assign(new Error('no space'), { code: 'ENOSPC' }), 'ENOSPC', 73],
  [Object.assign(new Error('no space'), { code: '53100' }), '53100', 73],
  [Object.assign(new Error('too many clients'), { code: '53300' }), '53300', 75],
  [Object.assign(new Error('locked'), { code: '55P03' }), '55P03', 75],
  [Object.assign(new Error('foreign'), { code: 'truncated' }), 'internal', 70],
  [Object.assign(new Error('foreign'), { code: 'toString' }), 'internal', 70],
  [new TypeError('x is undefined'), 'internal', 70],
  ['thrown text', 'internal', 70],
  [undefined, 'internal', 70],
]
for (const [error, code, exitCode] of failures) {
  test(`${error instanceof Error ? `${error.name} "${error.message}"` : String(error)} ends with ${exitCode}`, () => {
    const failure = toFailure(error)
    assert.deepEqual([failure.code, failure.exitCode], [code, exitCode])
    assert.equal(failure.message.includes('please report'), exitCode === 70)
  })
}

const environments: readonly (readonly [says: string, variables: Variables, isRoot: boolean, expected: object])[] = [
  ['root keeps data where a service does', { HOME: '/root' }, true, { dataFolder: '/var/lib/auscult' }],
  ['others keep it where XDG says', { XDG_DATA_HOME: '/home/a/data' }, false, { dataFolder: '/home/a/data/auscult' }],
  [
    'a folder that is named wins',
    { AUSCULT_DATA_FOLDER: '/srv/a', XDG_DATA_HOME: '/x' },
    true,
    { dataFolder: '/srv/a' },
  ],
  [
    'a variable set to nothing is not set',
    { DATABASE_URL: '', LC_ALL: '', LANG: 'fr_FR' },
    true,
    { databaseUrl: undefined, language: 'fr' },
  ],
  [
    'LC_ALL outvotes LC_MESSAGES and LANG',
    { LC_ALL: 'en_US.UTF-8', LC_MESSAGES: 'fr_FR', LANG: 'fr_FR' },
    true,
    { language: 'en' },
  ],
  ['LC_MESSAGES outvotes LANG', { LC_MESSAGES: 'fr_CA.UTF-8', LANG: 'en_US' }, true, { language: 'fr' }],
  ['Frisian and Friulian are not French', { LANG: 'fry_NL' }, true, { language: 'en' }],
  ['without a locale it is English', {}, true, { language: 'en', debug: false }],
  ['traces are shown when asked for', { AUSCULT_DEBUG: '1' }, true, { debug: true }],
]
for (const [says, variables, isRoot, expected] of environments) {
  test(says, () => {
    const environment = toEnvironment(variables, isRoot)
    assert.deepEqual({ ...environment, ...expected }, environment)
  })
}

const queries: readonly (readonly [given: readonly string[], query: string])[] = [
  [['openssl < 1.1.1'], 'openssl < 1.1.1'],
  [['openssl', '<', '1.1.1'], 'openssl < 1.1.1'],
  [['log4j', 'ward:Soins intensifs'], 'log4j ward:"Soins intensifs"'],
  [['log4j', 'ward:"Soins intensifs"'], 'log4j ward:"Soins intensifs"'],
  [['ward:A log4j'], 'ward:A log4j'],
]
for (const [given, query] of queries) {
  test(`the arguments ${JSON.stringify(given)} ask ${query}`, () => assert.equal(toQuery(given), query))
}
