import assert from 'node:assert/strict'
import { createReadStream, readdirSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { createZstdDecompress } from 'node:zlib'
import { sharedFile, withoutSharedData } from '../../test/shared-data.ts'
import { formatCpe, keyOfCpe, keyOfEcosystem, keysOfPurl, parseCpe, parsePurl, scopeOfKey } from './index.ts'

test('a package of OSV has one key, by its ecosystem and by its purl', { skip: withoutSharedData() }, async () => {
  let packages = 0
  const apart: string[] = []
  for (const file of readdirSync(sharedFile('osv')).filter((name) => name.endsWith('.zst'))) {
    for await (const line of linesOf(`osv/${file}`)) {
      for (const { package: named } of (JSON.parse(line) as OsvRecord).affected ?? []) {
        if (named === undefined) continue
        packages += 1
        const key = keyOfEcosystem(named.ecosystem, named.name)
        if (key === undefined || scopeOfKey(key) === undefined) apart.push(`${named.ecosystem} ${named.name}: no scope`)
        else if (named.purl !== undefined && !agrees(key, named.purl)) apart.push(`${named.purl}: not ${key}`)
      }
    }
  }
  assert.deepEqual(apart, [])
  assert.ok(packages > 200_000, `only ${packages} packages were found`)
})

/** Criteria of the NVD that have no key here, with the reason; whoever reads the feed tells that their CVEs name no product. */
const withoutKey: ReadonlyMap<string, string> = new Map([
  ['cpe:2.3:o:-:-:-:*:*:*:*:*:*:*', 'names any operating system'],
  ['cpe:2.3:h:intel:-:-:*:*:*:*:*:*:*', 'names any hardware of a maker'],
  ['cpe:2.3:h:qualcomm:-:-:*:*:*:*:*:*:*', 'names any hardware of a maker'],
  ['cpe:2.3:a:azure-iot-cli-extension:-:*:*:*:*:*:*:*:*', 'has the product in the place of the vendor'],
  [
    'cpe:2.3:a:evanliewer:illi_link_party\\!*:*:*:*:*:*:wordpress:*:*',
    'lacks a colon: product and version run together',
  ],
  ['cpe:2.3:a:donweb:envialosimple\\:*:*:*:*:*:*:wordpress:*:*', 'the same'],
  ['cpe:2.3:a:blueastral:page_builder\\:*:*:*:*:*:*:wordpress:*:*', 'the same'],
  ['cpe:2.3:a:wpgeodirectory:events_calendar*:*:*:*:*:*:wordpress:*:*', 'the same'],
  ['cpe:2.3:a:tryinteract:interact\\:*:*:*:*:*:*:wordpress:*:*', 'the same'],
])

test(
  'every criterion of the NVD is read, written again the same, and has a key',
  { skip: withoutSharedData() },
  async () => {
    let criteria = 0
    const failed = new Set<string>()
    for await (const line of linesOf('nvd/nvd-all.ndjson.zst')) {
      for (const [, escaped = ''] of line.matchAll(/"criteria":\s*("(?:[^"\\]|\\.)*")/g)) {
        criteria += 1
        const criterion = JSON.parse(escaped) as string
        const cpe = parseCpe(criterion)
        const isSame = cpe !== undefined && formatCpe(cpe) === criterion.toLowerCase() && keyOfCpe(cpe) !== undefined
        if (!isSame) failed.add(criterion)
      }
    }
    console.log(`${criteria} criteria, ${failed.size} kinds of them not read and written the same`)
    assert.deepEqual(failed, new Set(withoutKey.keys()))
    assert.ok(criteria > 1_000_000, `only ${criteria} criteria were found`)
  },
)

interface OsvRecord {
  readonly affected?: readonly {
    readonly package?: { readonly ecosystem: string; readonly name: string; readonly purl?: string }
  }[]
}

/** OSV's purls of distributions name no release, so they agree with the key but for it. */
function agrees(key: string, text: string): boolean {
  const purl = parsePurl(text)
  const withoutRelease = key.replace(/^(deb|apk|rpm)\/([^:/]*):[^/]*/, '$1/$2')
  return purl !== undefined && keysOfPurl(purl).some((other) => other === key || other === withoutRelease)
}

function linesOf(file: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(sharedFile(file)).pipe(createZstdDecompress()) })
}
