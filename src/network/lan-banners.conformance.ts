import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { SaxesParser } from 'saxes'
import { sharedSet, withoutSharedData } from '../../test/shared-data.ts'
import { machineOf } from './dhcp/client-systems.ts'
import { writtenDns, writtenString } from './dns/testing.ts'
import { dns } from './protocols/dns.ts'
import { ntp } from './protocols/ntp.ts'
import { between, factLines, hear } from './testing.ts'

const skip = withoutSharedData()

interface Example {
  readonly text: string
  readonly known: Readonly<Record<string, string>>
}

async function examplesOf(file: string): Promise<readonly Example[]> {
  const path = join(await sharedSet('fingerprints'), 'recog', file)
  const examples: Example[] = []
  let open: { text: string; known: Record<string, string> } | undefined
  const parser = new SaxesParser()
  parser.on(
    'opentag',
    ({ name, attributes }) => void (open = name === 'example' ? { text: '', known: attributes } : open),
  )
  parser.on('text', (text) => void (open !== undefined && (open.text += text)))
  parser.on('closetag', ({ name }) => {
    if (name === 'example' && open !== undefined) examples.push({ ...open, text: open.text.trim() })
    open = undefined
  })
  parser.write(readFileSync(path, 'utf8')).close()
  return examples
}

/** What a name server answers about its software. */
function toldByDns(text: string): readonly string[] {
  const answer = writtenDns({ flags: '8180', records: [['version.bind', 16, writtenString(text), 3]] })
  return factLines(hear(dns, answer, between({ port: 53 })))
}

/** The variables of a time server, in one answer. */
function toldByNtp(text: string): readonly string[] {
  const variables = Buffer.from(text)
  const head = [0x16, 0x82, 0, 1, 6, 0x18, 0, 0, 0, 0, variables.length >> 8, variables.length & 0xff]
  return factLines(hear(ntp, Uint8Array.from([...head, ...variables]), between({ port: 123 })))
}

const servers = [
  ['dns_versionbind.xml', toldByDns],
  ['ntp_banners.xml', toldByNtp],
] as const

for (const [file, told] of servers) {
  test(
    `of the known answers in ${file} at least 95 % tell their version, and none is invented`,
    { skip },
    async (t) => {
      const examples = (await examplesOf(file)).filter(
        ({ text, known }) => known['service.version'] !== undefined && text.length < 250,
      )
      const read = examples.map(({ text, known }) => ({
        text,
        version: known['service.version'] ?? '',
        versions: versionsIn(told(text)),
      }))
      // What follows `@` is the number of the build in the maker's own store.
      const isFound = ({ version, versions }: (typeof read)[number]): boolean =>
        versions.some((found) => found.startsWith(version.split('@', 1)[0] ?? ''))
      const missing = read.filter((example) => !isFound(example))
      t.diagnostic(
        `${read.length - missing.length} of ${read.length}; not: ${missing.map(({ text }) => text.slice(0, 40)).join(' · ')}`,
      )
      assert.ok(read.length >= 50 && missing.length <= 0.05 * read.length)
      for (const { text, versions } of read)
        for (const version of versions) assert.ok(text.includes(version), `${version} of ${text}`)
    },
  )
}

function versionsIn(lines: readonly string[]): string[] {
  return lines
    .filter((line) => line.startsWith('softwareProductVersion: '))
    .map((line) => line.slice('softwareProductVersion: '.length))
}

test('every serial number in a known DHCP vendor class is found, with its model', { skip }, async () => {
  const examples = (await examplesOf('dhcp_vendor_class.xml')).filter(
    ({ known }) => known['hw.serial_number'] !== undefined,
  )
  assert.ok(examples.length >= 20)
  for (const { text, known } of examples) {
    const { serial, model = '' } = machineOf(text)
    assert.equal(serial, known['hw.serial_number'], text)
    assert.ok(model.includes(known['hw.model'] ?? ''), text)
  }
})
