import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { doubts, reasons, verdicts } from '../model/index.ts'
import type { Answer, AnsweredDevice, Counts, Why } from '../model/index.ts'
import { languages } from './exporter.ts'
import type { ExporterId, ExportOptions } from './index.ts'
import { exporters, sayAnswer, sayDevice, sayWhy } from './index.ts'
import { device, madeUpAnswer, madeUpModels, toLists } from './testing.ts'
import { cellsOf } from './text/bar.ts'
import { wordsOf } from './words/of.ts'

const plain: ExportOptions = { language: 'en', colour: false, width: 100, all: false }

const both = [device(1), device(2)]

async function write(
  id: ExporterId,
  { devices = both, ...answer }: Partial<Answer> & { devices?: readonly AnsweredDevice[] } = {},
  options: Partial<ExportOptions> = {},
): Promise<string> {
  const exporter = exporters.find((each) => each.id === id)
  assert.ok(exporter)
  const pieces = exporter.write({ ...madeUpAnswer, ...answer }, toLists(devices), { ...plain, ...options })
  return (await Array.fromAsync(pieces)).join('')
}

const safety = {
  en: 'Affected means that the software holds the flaw, not that the device is unsafe. Do not unplug, restart, scan or update a device in use: call biomedical engineering and the maker.',
  fr: '« Affecté » signifie que le logiciel contient la faille, non que le dispositif est dangereux. Ne débranchez, ne redémarrez, n’analysez et ne mettez à jour aucun dispositif en service : appelez le service biomédical et le fabricant.',
}

test('every exporter has an id of its own and names its source and media type', () => {
  assert.equal(new Set(exporters.map(({ id }) => id)).size, exporters.length)
  for (const { source, mediaType } of exporters) {
    assert.match(source, /^https:/)
    assert.match(mediaType, /^\w+\/\w+/)
  }
})

for (const exporter of exporters) {
  test(`${exporter.id} gives the same text twice, in pieces, in both languages`, async () => {
    for (const language of languages) {
      const read = async () => Array.fromAsync(exporter.write(madeUpAnswer, toLists(both), { ...plain, language }))
      const pieces = await read()
      assert.deepEqual(pieces, await read())
      assert.ok(pieces.length > both.length)
    }
  })

  test(`${exporter.id} lets nothing of a file act on a terminal`, async () => {
    const hostile = fc.string({
      unit: fc.constantFrom(
        '\u001b',
        '[',
        '2',
        'J',
        '\u009b',
        '\u202e',
        '\u2066',
        '\u0000',
        '\r',
        '\n',
        '\u{e0041}',
        'a',
      ),
    })
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const devices = [device(1, { serial: text, assetTag: text, ward: text, model: text })]
        const written = (await write(exporter.id, { query: text, devices })).replace(/^\uFEFF/, '')
        assert.doesNotMatch(written.replaceAll(/\r?\n/g, ''), /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
      }),
    )
  })
}

const pieces: Record<'en' | 'fr', readonly (string | RegExp)[]> = {
  en: [
    'FICTIONAL',
    'As known on 2030-01-31.',
    '"opensll" is in no SBOM; taken for: openssl.',
    'Of 1,507 devices in scope, 2 are affected, 4 are not affected, 1,500 have an SBOM that does not list the component, and for 1 nobody can tell yet.',
    'Cannot be told because: there is no SBOM for this software version (1).',
    /^A█*U▓*L▒+N░*$/m,
    'A      2  Affected',
    'L  1,500  Not listed — SBOM not complete',
    'CVE-2030-0001, also named GHSA-aaaa-bbbb-cccc',
    'CVSS 9.8 (CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H, nvd@nist.gov)',
    'known to be exploited since 2030-01-15',
    '12.3 % likely to be exploited within 30 days (EPSS)',
    'Acme Pump 2.0: a listed component is in an affected version',
    'libparse 1.2 · CVE-2030-0001 < 1.3 · nvd CVE-2030-0001 · by purl or hash',
    'SBOM pump.cdx.json (CycloneDX 1.6), added 2030-01-02',
    'software version from: equipment list list.csv, 2030-01-03',
    'Acme Monitor (version not known): there is no SBOM for this software version',
    'North — Intensive care',
    'T-1 · Acme Pump 2.0 (equipment list list.csv, line 2, 2030-01-03) · room 12 · 10.0.0.1',
    'Out of scope: 3 scrapped, 1 without software.',
    '- the SBOM of Acme Monitor 5: settles 1 device',
    'nvd: 12,345 records, newest of 2030-01-29, loaded 2030-01-30',
  ],
  fr: [
    'FICTIF',
    'État des connaissances au 2030-01-31.',
    /Sur 1\s507 dispositifs dans le périmètre, 2 sont affectés, 4 ne le sont pas, 1\s500 ont une nomenclature qui ne liste pas le composant, et pour 1 nul ne peut encore le dire\./,
    'Non listé — nomenclature incomplète',
    /^A█*I▓*L▒+N░*$/m,
    'aussi nommée GHSA-aaaa-bbbb-cccc',
    'exploitation connue depuis le 2030-01-15',
    'Acme Pump 2.0 : un composant listé est dans une version affectée',
    'pièce 12',
    'Hors périmètre : 3 réformés, 1 sans logiciel.',
    '- la nomenclature de Acme Monitor 5 : tranche 1 dispositif',
  ],
}
for (const language of languages) {
  for (const piece of pieces[language]) {
    test(`the text in "${language}" holds ${String(piece)}`, async () => {
      const text = await write('text', {}, { language, width: 400 })
      assert.ok(typeof piece === 'string' ? text.includes(piece) : piece.test(text), text)
    })
  }

  test(`the last line in "${language}" is the sentence on care, at any width and question`, async () => {
    for (const width of [40, 100]) {
      for (const answer of [{}, { counts: null, question: 'device' as const }]) {
        assert.equal((await write('text', answer, { language, width })).trimEnd().split('\n').at(-1), safety[language])
      }
    }
  })

  test(`every reason and every doubt has a sentence of its own in "${language}", which the page shows as its why`, () => {
    const { reasons: sentences } = wordsOf(language)
    const names = [...reasons, ...doubts, 'componentCorrected', 'otherVersionSeen']
    assert.deepEqual(new Set(Object.keys(sentences)), new Set(names))
    assert.equal(new Set(Object.values(sentences)).size, names.length)
    for (const name of names) {
      const { says } = sayWhy({ reason: name }, 'flaw', language)
      assert.ok(says.length > 10 && says !== name, `${name}: ${says}`)
    }
  })
}

test('a question about a part is answered with contains, cannot tell, not listed, does not contain', async () => {
  const answer = { question: 'part' as const }
  assert.match(
    await write('text', answer),
    /C +2 {2}Contains\n[^]*U +1 {2}Cannot tell\n[^]*L +1,500 {2}Not listed\n[^]*N +4 {2}Does not contain\n/,
  )
  assert.match(
    await write('text', answer, { language: 'fr' }),
    /Contient\n[^]*Indéterminé\n[^]*Non listé\n[^]*Ne contient pas\n/,
  )
})

test('colour changes nothing but colour', async () => {
  const coloured = await write('text', {}, { colour: true })
  assert.notEqual(coloured, await write('text'))
  assert.equal(stripVTControlCharacters(coloured), await write('text'))
})

test('the cells of the bar add up to its width, and no class with a device vanishes', () => {
  const counts = fc.record(
    Object.fromEntries(verdicts.map((verdict) => [verdict, fc.nat(100_000)])),
  ) as fc.Arbitrary<Counts>
  fc.assert(
    fc.property(counts, fc.integer({ min: 10, max: 200 }), (each, width) => {
      const cells = cellsOf(each, width)
      const total = verdicts.reduce((sum, verdict) => sum + each[verdict], 0)
      assert.equal(
        verdicts.reduce((sum, verdict) => sum + cells[verdict], 0),
        total === 0 ? 0 : width,
      )
      for (const verdict of verdicts) assert.equal(cells[verdict] > 0, each[verdict] > 0)
    }),
  )
})

test('of many affected devices 200 are listed, and the rest is counted', async () => {
  const devices = Array.from({ length: 250 }, (_, number) => device(number))
  const counts = { affected: 250, unknown: 0, notListed: 0, notAffected: 0 }
  const text = await write('text', { counts, devices })
  assert.equal(text.match(/^ {2}T-/gm)?.length, 200)
  assert.ok(text.includes('… and 50 more devices: --all, --json or --csv lists all'))
  assert.equal((await write('text', { counts, devices }, { all: true })).match(/^ {2}T-/gm)?.length, 250)
})

test('JSON is one object with the question, the counts and every device', async () => {
  const read = JSON.parse(await write('json')) as Record<string, unknown>
  assert.deepEqual(read, JSON.parse(JSON.stringify({ ...madeUpAnswer, modelVersions: madeUpModels, devices: both })))
  assert.deepEqual(Object.keys(read).slice(0, 4), ['query', 'counts', 'inScope', 'outOfScope'])
  const limited = JSON.parse(await write('json', {}, { limit: 1 })) as { devices: unknown[]; devicesTotal: number }
  assert.deepEqual([limited.devices.length, limited.devicesTotal], [1, 1507])
  const unknown = JSON.parse(await write('json', {}, { verdicts: ['unknown'] })) as typeof limited
  assert.deepEqual([unknown.devices.length, unknown.devicesTotal], [0, 1])
})

test('CSV opens in a spreadsheet of either language, and runs nothing there', async () => {
  const hostile = { devices: [device(1, { serial: '=HYPERLINK("http://x")', ward: 'A;B,"C"' })] }
  for (const language of languages) {
    const text = await write('csv', hostile, { language })
    assert.ok(text.startsWith('\uFEFF'))
    const [line = {}] = parse<Record<string, string>>(text, {
      bom: true,
      columns: true,
      delimiter: language === 'fr' ? ';' : ',',
    })
    assert.equal(line[language === 'fr' ? 'N° de série' : 'Serial number'], `'=HYPERLINK("http://x")`)
    assert.equal(line[language === 'fr' ? 'Service' : 'Ward'], 'A;B,"C"')
    assert.equal(line[language === 'fr' ? 'Composant' : 'Component'], 'libparse')
  }
})

test('what is said beside an answer over HTTP is what its text says', async () => {
  for (const language of languages) {
    const text = await write('text', {}, { language, width: 10_000 })
    const { says, reasons, settles, feeds, notes } = sayAnswer(madeUpAnswer, language)
    const each = [reasons, settles, feeds, notes].flat().map((said) => said.says)
    const told = [
      says.sentence,
      says.waits,
      says.safety,
      says.fictional,
      says.asOf,
      says.outOfScope,
      ...Object.values(says.verdicts),
    ]
    for (const said of [...told, ...each]) assert.ok(text.includes(said ?? 'nothing'), said)
    const { reasonSays, versionSource, why } = sayDevice(device(1), 'flaw', language)
    for (const said of [reasonSays, versionSource, why[0]?.tierSays]) assert.ok(text.includes(said ?? 'nothing'), said)
  }
})

test('a device that list and network tell differently of says both, with who says so, and by which it is judged', () => {
  const evidence = {
    protocols: ['dicom'],
    sensors: ['north'],
    firstSeenAt: '2030-01-02T00:00:00.000Z',
    source: 'a.pcap',
    place: 'packet 7',
  }
  const declared = { declared: '4.0', declaredSource: 'equipment list list.csv, line 3' }
  const said = (versions: NonNullable<Why['versions']>, language: 'en' | 'fr'): string =>
    sayWhy({ reason: 'otherVersionSeen', versions }, 'flaw', language).says
  const oneVoice = { ...declared, seen: [{ version: '4.1', stands: 'beside', because: 'oneVoice', evidence }] } as const
  assert.equal(
    said(oneVoice, 'en'),
    'the list says software version 4.0 (equipment list list.csv, line 3); 4.1 was told by dicom since 2030-01-02 (a.pcap, packet 7); judged by each, and the worst counts',
  )
  assert.match(said(oneVoice, 'fr'), /4\.0.*4\.1 est annoncée par dicom depuis le 2030-01-02.*le pire compte$/)
  assert.equal(
    said({ seen: [{ version: '4.1', stands: 'instead', because: 'person' }] }, 'en'),
    'the list names no software version; a person says that it runs 4.1; judged by that one alone',
  )
  assert.match(
    said({ ...declared, seen: [{ version: '', stands: 'beside', because: 'tooMany' }] }, 'en'),
    /more versions/,
  )
})

test('where list and network differ, text and CSV say so beside the component that decides', async () => {
  const versions = { declared: '4.0', seen: [{ version: '4.1', stands: 'instead', because: 'person' }] } as const
  const devices = [device(1, { why: [{ reason: 'otherVersionSeen', versions }, ...device(1).why], whyTotal: 2 })]
  const sentence = 'the list says software version 4.0; a person says that it runs 4.1; judged by that one alone'
  const [line = {}] = parse<Record<string, string>>(await write('csv', { devices }), { bom: true, columns: true })
  assert.deepEqual([line['Component'], line['List and network on the version']], ['libparse', sentence])
  const text = await write('text', { devices }, { width: 200 })
  assert.ok(text.includes(sentence) && text.includes('libparse') && !text.includes('more component'), text)
})
