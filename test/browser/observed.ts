import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import type { ServedDemo } from './served.ts'
import type { Stage, Walk } from './stage.ts'
import { findings, settled } from './visit.ts'

/** One device on the network: what is decided of it, and taken back. */
export const observedWalks: readonly Walk[] = [
  [
    'two that are one are joined by hand; that they contradict each other is shown until it is undone',
    async (stage) => {
      const { page, person } = stage
      await bringRelays(stage)
      await openObserved(stage, 'KEL-1')
      await page.getByRole('button', { name: 'It is the same as another one' }).press('Enter')
      const sheet = page.getByRole('dialog')
      await sheet.getByRole('searchbox').fill('kel-2')
      await sheet.getByRole('button', { name: /Kestrel/ }).press('Enter')
      await sayWho(page)
      const conflicts = page.getByRole('region', { name: 'Contradicting facts' })
      await conflicts.getByText(/serial number: (?:KEL-1 · KEL-2|KEL-2 · KEL-1)/).waitFor()
      await page
        .getByText(/a person said so/)
        .first()
        .waitFor()
      assert.deepEqual(await findings(page), [])
      await person.open('/network?show=conflicts')
      assert.equal(await page.locator('.kept-list > li').count(), 1)
      await page.locator('.kept-list a').press('Enter')
      await page.getByRole('button', { name: /^Undo.*is the same device/ }).press('Enter')
      await conflicts.waitFor({ state: 'detached' })
    },
  ],
  [
    'what a device is wrongly known by is split off, and put back',
    async (stage) => {
      const { page } = stage
      await openObserved(stage, 'KEL-1')
      await page.getByRole('button', { name: /^A device of its own.*serial number/ }).press('Enter')
      await sayWho(page)
      await page.getByRole('button', { name: /^Undo.*is a device of its own/ }).waitFor()
      assert.equal(await page.getByRole('button', { name: /^A device of its own.*serial number/ }).count(), 0)
      assert.deepEqual(await findings(page), [])
      await page.getByRole('button', { name: /^Undo.*is a device of its own/ }).press('Enter')
      await page.getByRole('button', { name: /^A device of its own.*serial number/ }).waitFor()
    },
  ],
  [
    'a gateway tells which devices speak through it, and leads to them',
    async (stage) => {
      const { page, person } = stage
      await person.open('/network?q=00:0c:99:00:00:09')
      await page.locator('.kept-list > li').filter({ hasText: 'gateway' }).locator('a').first().press('Enter')
      const members = page.getByRole('region', { name: 'Behind it' })
      await members.getByRole('link').nth(1).waitFor()
      await page.getByRole('heading', { name: 'gateway MAC address 00:0c:99:00:00:09' }).waitFor()
      assert.equal(await members.getByRole('link').count(), 2)
      assert.deepEqual(await findings(page), [])
      await members.getByRole('link').first().press('Enter')
      await page
        .getByText(/KEL-GW-[12]/)
        .first()
        .waitFor()
    },
  ],
  [
    'which version a device runs is said where list and network differ, and taken back',
    async (stage) => {
      const { page } = stage
      const observedId = await tellOtherVersion(stage)
      await stage.person.open(`/network/${observedId}`)
      const versions = page.getByRole('region', { name: 'Software versions that were told' })
      await versions.getByText('99.1').waitFor()
      await versions.getByRole('link', { name: /^Which one it runs/ }).press('Enter')
      await page.getByText(/The list says .*, the network 99\.1\./).waitFor()
      await page.getByRole('radio', { name: 'It runs 99.1' }).check()
      await page.getByRole('textbox', { name: 'How that is known' }).fill('Lu à l’écran')
      await page.getByRole('textbox', { name: 'Your name' }).last().fill('A. Martin')
      await page.keyboard.press('Enter')
      await page.getByText('A person said so.').waitFor()
      assert.deepEqual(await findings(page), [])
      const undo = page.getByRole('button', { name: /^Undo.*99\.1/ })
      await undo.press('Enter')
      await undo.waitFor({ state: 'detached' })
      await page.getByText(/the network 99\.1\. Several versions are told/).waitFor()
    },
  ],
]

async function openObserved({ page, person }: Stage, serial: string): Promise<void> {
  await person.open(`/network?q=${serial}`)
  await page.locator('.kept-list a').first().press('Enter')
  await page.waitForURL(/\/network\/[0-9a-f-]{36}/)
  await settled(page)
}

/** Says who decides, where that was not asked yet in this visit. */
async function sayWho(page: Page): Promise<void> {
  const note = page.getByText('First your name')
  if ((await note.count()) === 0) return
  await page.getByLabel('Your name, for what you decide').fill('A. Martin')
  await page.keyboard.press('Enter')
}

interface Told {
  readonly mac?: string
  readonly ip: string
  readonly facts: Readonly<Record<string, string>>
}

/** Two relays of one model, and a gateway behind which two others speak. */
async function bringRelays(stage: Stage): Promise<void> {
  const kestrel = { maker: 'Kestrel' } // without a model it does not come into the inventory
  await bring(stage, 'relays', [
    { mac: '00:0c:99:00:00:01', ip: '10.99.0.1', facts: { ...kestrel, serial: 'KEL-1' } },
    { mac: '00:0c:99:00:00:02', ip: '10.99.0.2', facts: { ...kestrel, serial: 'KEL-2' } },
    { mac: '00:0c:99:00:00:09', ip: '10.99.0.9', facts: { ...kestrel, serial: 'KEL-GW-1' } },
    { mac: '00:0c:99:00:00:09', ip: '10.99.0.9', facts: { ...kestrel, serial: 'KEL-GW-2' } },
  ])
}

/** Tells of another software version of a device that is in the inventory; what it is known by there. */
async function tellOtherVersion(stage: Stage): Promise<string> {
  const { page } = stage
  const listed = await page.request.get('/api/v1/observed-devices?standing=matched&q=norlund&limit=1')
  const { items } = (await listed.json()) as {
    readonly items: readonly { observedId: string; maker: string; serial: string; ips: string[] }[]
  }
  const [device] = items
  assert.ok(device)
  const { observedId, maker, serial, ips } = device
  const facts = { maker, serial, softwareVersion: '99.1' }
  const [ip = ''] = ips
  await bring(stage, 'version', [{ ip, facts }])
  return observedId
}

async function bring({ page, served }: Stage, batchId: string, told: readonly Told[]): Promise<void> {
  const seenAt = Date.now()
  const observations = told.map(({ facts, ...subject }, place) => ({
    subject,
    protocol: 'snmp',
    facts: Object.entries(facts).map(([field, value]) => ({ field, value })),
    confidence: 'explicit',
    firstSeenAt: seenAt,
    lastSeenAt: seenAt,
    count: 1,
    place: `packet ${place + 1}`,
  }))
  const sent = { sensor: 'walk', batchId, source: 'walk', sentAt: new Date(seenAt).toISOString(), isLive: true }
  const response = await page.request.post('/api/v1/observation-batches', {
    headers: { origin: served.address },
    data: { ...sent, observations, flows: [] },
  })
  assert.ok(response.ok(), await response.text())
  fuse(served)
}

/** At once, instead of within minutes. */
function fuse(served: ServedDemo): void {
  served.run('observed', 'fuse')
}
