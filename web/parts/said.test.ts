import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AdvisoryOfDevice, SbomSummary, Statement, TriageToConfirm } from '../../src/server/contract.ts'
import { formatsOf } from '../formats.ts'
import { en } from '../words/en.ts'
import { asksForWork, metText, notesOf, remedyText } from './device-advisories.ts'
import { advisoriesOn, fleetText } from './flaw-advisories.ts'
import { metOf, missesOf, previousOf } from './sbom-line.ts'
import { conflictsIn, nothingHere, subjectOf, subjectOfTriage, textsOf, toldBy } from './stated.ts'
import { flawsIn, onFlaws } from './to-confirm.ts'

const pump = { modelVersionId: 7, maker: 'Acme', model: 'Pump', version: '4.2', devices: 3 }

function aStatement(part: Partial<Statement> = {}): Statement {
  return {
    statementId: 1,
    says: 'not affected — Acme, maker',
    documentId: 1,
    status: 'notAffected',
    vulnerability: 'CVE-2031-0001',
    product: { name: 'Acme Pump', purls: [], cpes: [], hashes: [], serials: [], modelNumbers: [], sbomIds: [] },
    source: { format: 'OpenVEX', author: 'Acme', role: 'maker', signature: { is: 'unsigned', says: 'not signed' } },
    models: [pump],
    components: 0,
    nearest: [],
    ...part,
  }
}

test('statements contradict each other on one flaw in one thing, and on nothing else', () => {
  const affected = aStatement({ statementId: 2, status: 'affected' })
  assert.deepEqual(conflictsIn([aStatement(), affected]), ['CVE-2031-0001 · Acme Pump 4.2'])
  assert.deepEqual(conflictsIn([aStatement(), aStatement({ statementId: 2 })]), [])
  const others = [
    { ...affected, vulnerability: 'CVE-2031-0002' },
    { ...affected, models: [{ ...pump, version: '4.3' }] },
    { ...affected, component: { ...affected.product, name: 'openssl' } },
  ]
  for (const other of others) assert.deepEqual(conflictsIn([aStatement(), other]), [])
})

test('a statement says of what it speaks; one that speaks of nothing here says so, with the nearest', () => {
  assert.equal(subjectOf(aStatement(), en), 'Acme Pump 4.2 (3 devices)')
  const component = { ...aStatement().product, name: 'openssl' }
  assert.equal(subjectOf(aStatement({ component, models: [] }), en), 'openssl in Acme Pump')
  assert.equal(nothingHere(aStatement(), en), undefined)
  assert.equal(nothingHere(aStatement({ models: [], components: 2 }), en), undefined)
  assert.match(nothingHere(aStatement({ models: [], nearest: [pump] }), en) ?? '', /Perhaps it means: Acme Pump 4\.2$/)
  assert.deepEqual(textsOf(aStatement({ impact: 'never run', note: 'never run', action: '' })), ['never run'])
  const why = {
    status: 'affected',
    author: 'A',
    role: 'maker',
    signature: 'valid',
    says: '',
    isDeciding: true,
  } as const
  assert.deepEqual(toldBy({ ...why, action: 'update' }), ['update'])
})

test('a decision on one device is told apart from one on its model version', () => {
  const triage = {
    status: 'fixed',
    triageId: 't',
    says: '',
    vulnerabilityId: 1,
    vulnerability: 'CVE-2031-0001',
    reason: 'seen',
    author: 'M. Curie',
    at: '2026-01-01T00:00:00Z',
    maker: 'Acme',
    model: 'Pump',
    version: '4.2',
  } as const
  assert.equal(subjectOfTriage({ ...triage, modelVersionId: 7 }, en), 'Acme Pump 4.2')
  assert.equal(subjectOfTriage({ ...triage, deviceId: 'd', serial: 'S1' }, en), 'the one device Acme Pump 4.2 S1')
})

const flaw: AdvisoryOfDevice['flaws'][number] = {
  id: 'CVE-2031-0001',
  verdict: 'affected',
  says: 'affected',
  remedies: [],
  state: 'notRemediated',
  saysState: 'to be done',
}

test('work is asked for where the device is affected or may be, and stays told where somebody began with it', () => {
  const asks = (part: Partial<typeof flaw>): boolean => asksForWork({ ...flaw, ...part })
  for (const verdict of ['affected', 'possible', 'underInvestigation', 'unknown'] as const) assert.ok(asks({ verdict }))
  for (const verdict of ['fixed', 'notAffected', 'outside'] as const) {
    assert.ok(!asks({ verdict }))
    assert.ok(asks({ verdict, state: 'done' }))
  }
  const { day } = formatsOf('en')
  const done = { ...flaw, author: 'A. Martin', setAt: '2026-01-03T00:00:00Z', note: 'installed' }
  assert.deepEqual(notesOf(done, day), ['A. Martin, 3 January 2026', 'installed'])
  assert.deepEqual(notesOf(flaw, day), [])
})

test('a remedy is told in words, and one of a category that nobody knows as it is written', () => {
  assert.equal(remedyText('vendor_fix: Install 4.2', en), 'Repair by the maker: Install 4.2')
  for (const written of ['constructor: x', 'Install 4.2', 'x: y']) assert.equal(remedyText(written, en), written)
})

test('how an advisory means a device says where a person has to confirm it', () => {
  const met = {
    productId: 'P1',
    product: 'Acme Pump',
    path: '',
    how: 'family',
    versions: 'possible',
    text: 'all versions',
  } as const
  assert.equal(
    metText({ ...met, isSure: false }, en),
    'Named by its family: Acme Pump (a person has to confirm that it is this one) · all versions',
  )
  assert.equal(metText({ ...met, how: 'model', isSure: true }, en), 'Named as this model: Acme Pump · all versions')
})

test('an advisory on a longer name of a flaw is not one on this flaw', () => {
  const found = [{ flaws: ['CVE-2021-44228'] }, { flaws: ['cve-2021-4422'] }, { flaws: [] }]
  assert.deepEqual(advisoriesOn(['CVE-2021-4422'], found), [found[1]])
  const fleet = { verdicts: { affected: 1, possible: 2 }, states: {}, unmatched: [] }
  assert.equal(fleetText({ fleet }, en), '1 device affected, 2 devices perhaps affected')
  assert.equal(fleetText({ fleet: { ...fleet, verdicts: {} } }, en), 'It names no device that is here.')
})

test('the SBOM before is the one that this one replaced, else the latest that was taken back before it came', () => {
  const sbom = (sbomId: number, addedAt: string, part: Partial<SbomSummary> = {}): SbomSummary => ({
    sbomId,
    sha256: '',
    format: 'SPDX 2.3',
    complete: false,
    components: 1,
    problems: 0,
    addedAt: `${addedAt}T00:00:00Z`,
    signature: { is: 'unsigned', says: 'not signed' },
    ...part,
  })
  const now = sbom(9, '2026-03-01')
  const older = sbom(3, '2026-02-01', { retiredAt: '2026-03-01T00:00:00Z' })
  const replaced = sbom(2, '2026-01-01', { retiredAt: '2026-03-01T00:00:00Z', replacedBy: 9 })
  assert.equal(previousOf(now, [now, sbom(8, '2026-02-02')]), undefined)
  assert.equal(previousOf(now, [now, older]), older)
  assert.equal(previousOf(now, [now, older, replaced]), replaced)
  assert.equal(previousOf(now, [sbom(4, '2026-04-01', { retiredAt: '2026-05-01T00:00:00Z' }), now]), undefined)
})

test('of a checklist stands what is not wholly there, with how many have it, and no grade', () => {
  const line = (pass: number, fail: number, warn = 0) => ({
    check: 'name' as never,
    says: 'a name',
    about: 'component' as const,
    demand: 'must' as const,
    clause: '1',
    counts: { pass, warn, fail, notApplicable: 3 },
  })
  const [whole, part, doubtful] = [line(7, 0), line(2, 4, 1), line(6, 0, 1)] as const
  assert.deepEqual(missesOf([whole, part, doubtful]), [part, doubtful])
  assert.equal(metOf(part, { words: en, formats: formatsOf('en') }), '2 of 7')
})

test('decisions that wait are found by any name of the flaw that reasons speak of', () => {
  const waiting = (vulnerability: string): TriageToConfirm => ({
    triageId: vulnerability,
    says: '',
    vulnerabilityId: 1,
    vulnerability,
    status: 'notAffected',
    reason: '',
    author: '',
    at: '',
    toModelVersionId: 2,
    toVersion: '2',
  })
  const flaws = flawsIn([
    { reason: '', says: '', vulnerability: 'ghsa-1' },
    { reason: '', says: '', vulnerability: 'ghsa-1' },
    { reason: '', says: '' },
  ])
  assert.deepEqual(flaws, ['ghsa-1'])
  assert.deepEqual(
    onFlaws([waiting('GHSA-1'), waiting('CVE-2031-1')], flaws).map(({ triageId }) => triageId),
    ['GHSA-1'],
  )
})

test('a model version that may be among those spoken of is told apart', () => {
  const models = [pump, { ...pump, version: '4.3', isInDoubt: true as const }]
  assert.equal(
    subjectOf(aStatement({ models }), en),
    'Acme Pump 4.2 (3 devices), Acme Pump 4.3 (3 devices, perhaps among its versions)',
  )
})
