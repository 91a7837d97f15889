import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { sharedSet, withoutSharedData } from '../../test/shared-data.ts'
import { formatPurl, parsePurl, toPurl } from './purl.ts'
import type { Purl } from './purl.ts'

const canonical: readonly (readonly [written: string, canonical: string])[] = [
  ['pkg:npm/@babel/core', 'pkg:npm/%40babel/core'],
  ['pkg:npm/%40babel%2Fcore@7.0.0', 'pkg:npm/%40babel/core@7.0.0'],
  ['pkg:npm/@babel/core@7.0.0', 'pkg:npm/%40babel/core@7.0.0'],
  ['PKG://Deb/Debian/OpenSSL@1.1.1n-0+deb11u3?Arch=amd64', 'pkg:deb/debian/openssl@1.1.1n-0%2Bdeb11u3?arch=amd64'],
  ['pkg:pypi/Ruamel_Yaml@0.17', 'pkg:pypi/ruamel-yaml@0.17'],
  ['pkg:brew/node@20@20.10.0', 'pkg:brew/node%4020@20.10.0'],
  ['pkg:generic/a%2Fb@1#./x//../y', 'pkg:generic/a%2Fb@1#x/y'],
  ['pkg:generic/x@1?b=2&a=1&empty=', 'pkg:generic/x@1?a=1&b=2'],
  ['  pkg:cargo/serde@1.0.0\n', 'pkg:cargo/serde@1.0.0'],
]

for (const [written, expected] of canonical) {
  test(`${written.trim()} is written ${expected}`, () => {
    const purl = parsePurl(written)
    assert.ok(purl)
    assert.equal(formatPurl(purl), expected)
  })
}

for (const text of [
  '',
  'openssl',
  'pkg:',
  'pkg:npm',
  'pkg:npm/',
  'pkg:maven/@1.3.4',
  'pkg:n&g/x',
  'pkg:3d/x',
  'pkg:swift/a.b/@1',
]) {
  test(`"${text}" is no purl`, () => assert.equal(parsePurl(text), undefined))
}

const faulty: readonly (readonly [text: string, problem: RegExp, name: string])[] = [
  ['pkg:swift/Alamofire@5.4.3', /needs a namespace/, 'Alamofire'],
  ['pkg:golang/stdlib@1.20', /needs a namespace/, 'stdlib'],
  ['pkg:generic/100%@1', /percent/, '100%'],
  ['pkg:generic/x?a=1&a=2', /given twice/, 'x'],
  ['pkg:generic/x?two words=1', /no qualifier key/, 'x'],
  ['pkg:generic/x@1?vers=vers:generic/1', /exclude each other/, 'x'],
]

for (const [text, problem, name] of faulty) {
  test(`${text} keeps its identity and lists its fault`, () => {
    const purl = parsePurl(text)
    assert.equal(purl?.name, name)
    assert.match(purl?.problems.join('; ') ?? '', problem)
  })
}

test('a qualifier named __proto__ is a qualifier like any other', () => {
  assert.equal(parsePurl('pkg:generic/x?__proto__=1')?.qualifiers.size, 0)
  assert.equal(({} as Record<string, unknown>)['1'], undefined)
})

test('any text is read without a crash, and what is read is written and read again the same', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string().map((s) => `pkg:${s}`),
    fc.string().map((s) => `pkg:npm/${s}`),
  )
  fc.assert(
    fc.property(text, (written) => {
      const purl = parsePurl(written)
      if (purl !== undefined) assert.deepEqual(identity(parsePurl(formatPurl(purl))), identity(purl))
    }),
  )
})

const part = fc.string({ minLength: 1, maxLength: 20 }).filter((s) => s.trim() !== '' && !s.includes('/'))
test('a purl made of any parts is written and read again the same', () => {
  const parts = fc.record({
    type: fc.constantFrom('npm', 'generic', 'deb', 'git', 'pypi', 'hex'),
    namespace: part,
    name: part,
    version: part,
  })
  fc.assert(
    fc.property(parts, (given) => {
      const purl = toPurl({ ...given, qualifiers: [['vcs_url', given.name]], subpath: 'a/b' })
      assert.ok(purl)
      assert.deepEqual(identity(parsePurl(formatPurl(purl))), identity(purl))
    }),
  )
})

interface SpecPart {
  readonly type: string | null
  readonly namespace: string | null
  readonly name: string | null
  readonly version: string | null
  readonly qualifiers: Readonly<Record<string, string>> | null
  readonly subpath: string | null
}
interface SpecTest {
  readonly test_type: 'parse' | 'build' | 'validate'
  readonly input: string | SpecPart
  readonly expected_output: string | SpecPart | null
  readonly expected_failure: boolean
}

/** Tests of the specification that do not hold here, by `type input`, with the reason. */
const exceptions: ReadonlyMap<string, string> = new Map([
  [
    'parse "pkg:Maven/org.apache.xmlgraphics/batik-anim@1.9.1?classifier=sources&repositorY_url=https://repo.spring.io/release"',
    'a capital in a qualifier key is a fault by the tests of gem and rpm; read with the key lowered, and listed as a fault',
  ],
  [
    'parse "pkg:Maven/org.apache.xmlgraphics/batik-anim@1.9.1?type=pom&repositorY_url=repo.spring.io/release"',
    'the same',
  ],
  [
    'validate "pkg:git/github/Package-url/purl-Spec@244fd47e07d1004f0aed9c"',
    'recommended only, and the definition of the type says that case counts',
  ],
])

test(
  'every test of the purl specification holds, or is an exception with a reason',
  { skip: withoutSharedData() },
  async () => {
    const folder = join(await sharedSet('versions'), 'purl-spec', 'tests')
    const failed = new Set<string>()
    let held = 0
    for (const { name, parentPath } of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!name.endsWith('.json')) continue
      const { tests } = JSON.parse(readFileSync(join(parentPath, name), 'utf8')) as { tests: SpecTest[] }
      for (const specTest of tests) {
        if (holds(specTest)) held += 1
        else failed.add(`${specTest.test_type} ${JSON.stringify(specTest.input)}`)
      }
    }
    assert.deepEqual([...failed].sort(), [...exceptions.keys()].sort())
    assert.ok(held > 500, `only ${held} tests were found`)
  },
)

function holds({ test_type, input, expected_output, expected_failure }: SpecTest): boolean {
  const purl = typeof input === 'string' ? parsePurl(input) : buildFrom(input)
  const isValid = purl !== undefined && purl.problems.length === 0
  if (expected_failure) return !isValid
  if (purl === undefined || (test_type !== 'validate' && !isValid)) return false
  if (typeof expected_output === 'string') return formatPurl(purl) === expected_output
  return JSON.stringify(specPart(purl)) === JSON.stringify(expected_output, sorted)
}

function buildFrom({ type, namespace, name, version, qualifiers, subpath }: SpecPart): Purl | undefined {
  return toPurl({
    type: type ?? '',
    namespace: namespace ?? undefined,
    name: name ?? '',
    version: version ?? undefined,
    qualifiers: Object.entries(qualifiers ?? {}),
    subpath: subpath ?? undefined,
  })
}

function specPart({ type, namespace, name, version, qualifiers, subpath }: Purl): SpecPart {
  return {
    type,
    namespace: namespace ?? null,
    name,
    version: version ?? null,
    qualifiers: qualifiers.size === 0 ? null : Object.fromEntries(qualifiers),
    subpath: subpath ?? null,
  }
}

function sorted(key: string, value: unknown): unknown {
  if (key !== 'qualifiers' || value === null) return value
  return Object.fromEntries(Object.entries(value as object).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function identity(purl: Purl | undefined): unknown {
  if (purl === undefined) return undefined
  const { problems: _, ...rest } = purl
  return rest
}
