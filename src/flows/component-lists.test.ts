import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testStore } from '../../test/database.ts'
import type { OrganisationId } from '../model/index.ts'
import { addSbom } from './add-sbom.ts'
import type { SbomAdded } from './add-sbom.ts'
import { readColumnChoices } from './column-choices.ts'
import { createOrganisation, listSboms, readSbom, rematch } from './index.ts'
import { openIntake } from './sbom-intake.ts'

const store = await testStore(test)
let number = 0

/** An organisation of its own for each test. */
async function hospital() {
  number += 1
  const organisation = await createOrganisation(store, `Hospital ${number}`)
  return { organisation, add: adderOf(organisation.organisationId) }
}

interface Given {
  readonly maker?: string
  readonly model?: string
  readonly columns?: string
  readonly confirm?: string
}

function adderOf(organisationId: OrganisationId) {
  return async (text: string, { maker = 'Acme', model = 'Pump', columns, confirm }: Given = {}): Promise<SbomAdded> =>
    addSbom(store, {
      organisationId,
      bytes: Buffer.from(text),
      target: { maker, model, version: '1' },
      ...(columns === undefined ? {} : { hints: { choices: readColumnChoices(columns) } }),
      ...(confirm === undefined ? {} : { confirm }),
    })
}

function toConfirm(added: SbomAdded): Extract<SbomAdded, { is: 'needsConfirmation' }> {
  return added.is === 'needsConfirmation' ? added : assert.fail(JSON.stringify(added))
}

function stored(added: SbomAdded): Extract<SbomAdded, { sbomId: unknown }> {
  return 'sbomId' in added ? added : assert.fail(JSON.stringify(added))
}

const sure = 'Component;Version\nOpenSSL;1.0.2k\n'
const guessed = (version: string): string => `Teil;Stand\nOpenSSL;${version}\nzlib;1.2.11\nbusybox;1.31.0\n`
const page = { limit: 50 }

test('a list with known headers counts at once, and shows how it was understood', async () => {
  const { add } = await hospital()
  const added = stored(await add(sure))
  assert.equal(added.is, 'added')
  assert.deepEqual(
    added.sbom.list?.columns.map(({ header, field }) => [header, field]),
    [
      ['Component', 'name'],
      ['Version', 'version'],
    ],
  )
})

test('a list of guessed columns counts only when the very reading that was shown is confirmed', async () => {
  const { organisation, add } = await hospital()
  const asked = toConfirm(await add(guessed('1.0.2k')))
  assert.match(asked.because, /nothing counts yet/)
  assert.equal(asked.list.guesses.length, 2)
  assert.equal((await listSboms(store, { organisation, page })).items.length, 0)
  toConfirm(await add(guessed('1.0.2l'), { confirm: asked.confirmation }))
  toConfirm(await add(guessed('1.0.2k'), { columns: 'none=3', confirm: '0000000000000000' }))
  assert.equal(stored(await add(guessed('1.0.2k'), { confirm: asked.confirmation })).is, 'added')
})

test('what was accepted is remembered for the maker, however it is spelt, and for no other maker and no other organisation', async () => {
  const [here, there] = [await hospital(), await hospital()]
  const asked = toConfirm(await here.add(guessed('1.0')))
  await here.add(guessed('1.0'), { confirm: asked.confirmation })
  const next = stored(await here.add(guessed('2.0'), { maker: 'ACME ', model: 'Monitor' }))
  assert.deepEqual(
    next.sbom.list?.columns.map(({ by, field }) => [by, field]),
    [
      ['remembered', 'name'],
      ['remembered', 'version'],
    ],
  )
  toConfirm(await here.add(guessed('3.0'), { maker: 'Other' }))
  toConfirm(await there.add(guessed('2.0')))
})

test('columns that a person gave are remembered too, and a later word goes before them', async () => {
  const { add } = await hospital()
  const list = (row: string): string => `Name;Was\n${row}\n`
  await add(list('x;OpenSSL'), { columns: 'name=Was,none=Name' })
  assert.equal(stored(await add(list('y;zlib'))).sbom.components[0]?.name, 'zlib')
  await add(list('z;busybox'), { columns: 'name=Name,description=Was' })
  assert.equal(stored(await add(list('a;b'))).sbom.components[0]?.name, 'a')
})

test('a list that nobody can recognise is read by the columns that were accepted for its maker', async () => {
  const { add } = await hospital()
  const list = (row: string): string => `Foo;Bar\n${row}\n`
  assert.equal((await add(list('OpenSSL;x'))).is, 'refused')
  await add(list('OpenSSL;x'), { columns: 'name=Foo,supplier=Bar' })
  assert.equal(stored(await add(list('zlib;y'))).sbom.components[0]?.supplier, 'y')
})

test('the same file understood otherwise takes the place of what was read before, for all that it described', async () => {
  const { organisation, add } = await hospital()
  const text = 'Component;Version;Real name\nA;1;OpenSSL\nB;2;zlib\n'
  const before = stored(await add(text))
  await add(text, { model: 'Monitor' })
  const after = stored(await add(text, { columns: 'name=Real name' }))
  assert.equal(after.is, 'added')
  assert.equal(stored(await add(text, { columns: 'name=Real name' })).is, 'unchanged')
  const { items } = await listSboms(store, { organisation, page })
  assert.deepEqual(
    items.map(({ sbomId }) => sbomId),
    [after.sbomId],
  )
  assert.notEqual(before.sbomId, after.sbomId)
  const detail = await readSbom(store, organisation, after.sbomId)
  assert.deepEqual(detail.describes.map(({ model }) => model).toSorted(), ['Monitor', 'Pump'])
  await rematch(store, 'stale')
})

test('lists come in through the intake as they do one by one', async () => {
  const { organisation } = await hospital()
  const intake = openIntake(store)
  const options = {
    organisationId: organisation.organisationId,
    target: { maker: 'Acme', model: 'Pump', version: '1' },
  }
  const asked = toConfirm(await intake.add({ ...options, bytes: Buffer.from(guessed('1.0')) }))
  const added = await intake.add({ ...options, bytes: Buffer.from(guessed('1.0')), confirm: asked.confirmation })
  assert.equal(added.is, 'added')
})

test('what is said of columns names a field and a column', () => {
  assert.deepEqual(readColumnChoices('name=2, version=Version, installed,none=Notes'), [
    { field: 'name', column: 2 },
    { field: 'version', column: 'Version, installed' },
    { field: 'none', column: 'Notes' },
  ])
  for (const text of ['', 'name', 'name=', 'nom=2']) assert.throws(() => readColumnChoices(text), /is not understood/)
})
