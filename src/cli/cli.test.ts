import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Command } from 'commander'
import { FeedError } from '../flows/index.ts'
import { StoreError } from '../store/index.ts'
import { toQuery } from './commands/ask.ts'
import { commands } from './commands.ts'
import { toEnvironment } from './environment.ts'
import type { Variables } from './environment.ts'
import { CommandError, exitCodes, partly, toFailure } from './failure.ts'
import { toProgram } from './program.ts'

const root = join(import.meta.dirname, '../..')
const documented = readFileSync(join(root, 'docs/cli.md'), 'utf8')
const pages = globSync(['*.md', 'docs/**/*.md'], { cwd: root })

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

test('every command line that a page shows is one that there is, with options that it has', async () => {
  const surroundings = { environment: toEnvironment({}, false), signal: new AbortController().signal }
  const program = await toProgram([], { ...surroundings, endWithin: () => {}, finish: () => {} })
  const shown = pages.flatMap((page) =>
    commandLinesIn(readFileSync(join(root, page), 'utf8')).map((line) => ({ page, line })),
  )
  assert.ok(shown.filter(({ line }) => commandOf(program, line) !== undefined).length > 200)
  assert.deepEqual(
    shown.filter(({ line }) => faultsOf(program, line).length > 0),
    [],
  )
})

/** Each line of a block that begins with `auscult`, and each piece of code, up to what is the shell's. */
function commandLinesIn(markdown: string): readonly string[] {
  const lines = markdown.matchAll(/^(auscult .*)$/gm)
  const pieces = markdown.replaceAll(/^```[^]*?^```/gm, '').matchAll(/`([a-z][^`]*)`/g)
  return [...lines, ...pieces].map(([, line = '']) => line.split(/ [|<>#] | && |\s{2,}/)[0] ?? '')
}

function commandOf(program: Command, line: string): Command | undefined {
  const [first, second] = line.replace(/^auscult /, '').split(' ')
  const group = program.commands.find((each) => each.name() === first)
  return group?.commands.length === 0 ? group : group?.commands.find((each) => each.name() === second)
}

/** The options that its command has not; a piece of code that begins with no command is none, unless it says `auscult`. */
function faultsOf(program: Command, line: string): readonly string[] {
  const command = commandOf(program, line)
  if (command === undefined) return /^auscult (?!--|COMMAND|[a-z]+ …$)/.test(line) ? [line] : []
  const known = ['--help', ...[...command.options, ...program.options].flatMap(({ long, short }) => [long, short])]
  return line.split(/\s+/).filter((word) => /^--?[a-z]/.test(word) && !known.includes(word))
}

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
