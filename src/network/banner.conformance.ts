import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { SaxesParser } from 'saxes'
import { sharedSet, withoutSharedData } from '../../test/shared-data.ts'
import { readProducts } from './banner.ts'

/** Greetings of the protocols that are read here, with the version that each is known to tell. */
const files = ['ssh_banners', 'ftp_banners', 'http_servers', 'telnet_banners', 'smb_native_lm', 'http_xpoweredby']

const skip = withoutSharedData()

interface Example {
  readonly text: string
  readonly version: string
}

function examplesOf(xml: string): Example[] {
  const examples: Example[] = []
  let attributes: Readonly<Record<string, string>> | undefined
  let text = ''
  const parser = new SaxesParser()
  parser.on('opentag', (tag) => {
    if (tag.name !== 'example') return
    attributes = tag.attributes
    text = ''
  })
  parser.on('text', (part) => (text += part))
  parser.on('cdata', (part) => (text += part))
  parser.on('closetag', ({ name }) => {
    if (name !== 'example' || attributes === undefined) return
    const version = attributes['service.version']
    const greeting = attributes['_encoding'] === 'base64' ? Buffer.from(text, 'base64').toString() : text
    if (version !== undefined && /\d/.test(version)) examples.push({ text: greeting, version })
  })
  parser.write(xml).close()
  return examples
}

/** As written, but for a letter before it and for what follows it in brackets. */
function isSame(told: string | undefined, version: string): boolean {
  const known = version.replace(/ *\(.*$/, '').replace(/^v(?=\d)/, '')
  return told !== undefined && (told === known || told.replace(/^[A-Z]/, '') === known || told.startsWith(version))
}

test(
  'of the known greetings at least 95 % tell their version, and what is told otherwise is another part of the greeting',
  { skip },
  async (t) => {
    const folder = join(await sharedSet('fingerprints'), 'recog')
    const examples = files.flatMap((file) => examplesOf(readFileSync(join(folder, `${file}.xml`), 'utf8')))
    const read = examples.map(({ text, version }) => ({ text, version, told: readProducts(text) }))
    const found = read.filter(({ version, told }) => told.some((product) => isSame(product.version, version)))
    t.diagnostic(`${found.length} of ${examples.length}`)
    assert.ok(examples.length > 700, 'the collected greetings are there')
    assert.ok(found.length >= 0.95 * examples.length, `${found.length} of ${examples.length}`)
    // Nothing is invented: every version that is told stands in the greeting, character by character.
    for (const { text, told } of read)
      for (const { version } of told)
        assert.ok(version === undefined || text.replaceAll(/\s+/g, ' ').includes(version), `${version} in ${text}`)
  },
)
