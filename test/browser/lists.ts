import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { sbomFixture } from '../sbom-readings.ts'
import type { Walk } from './stage.ts'
import { findings, settled, visit } from './visit.ts'

const rows = Array.from({ length: 9 }, (_, n) => `part-${n};1.0.${n};aus der Liste\n`)
const guessed = `Teil;Zustand;Bemerkung\n${rows.join('')}expat;2.4.1;geprüft\n`

/** SBOMs and component lists as a person brings them. Nothing in scope is described by them, so that no count changes. */
export const listsWalks: readonly Walk[] = [
  [
    'from a device to the page that adds an SBOM, with what it describes written already',
    async ({ page, person, papers }) => {
      await person.open(`/devices/${papers.deviceId}`)
      await page.locator('.sboms').getByRole('link', { name: 'Add an SBOM' }).press('Enter')
      await page.getByRole('heading', { name: 'Add an SBOM or a component list' }).waitFor()
      assert.equal(await page.getByRole('textbox', { name: 'Maker' }).inputValue(), 'Sélénor')
      assert.equal(await page.getByRole('textbox', { name: 'Software version' }).inputValue(), '3.1')
      await settled(page)
      assert.deepEqual(await findings(page), [])
    },
  ],
  [
    'a list whose columns are guessed is shown and counts for nothing; corrected by keyboard and confirmed it counts',
    async ({ page, person }) => {
      await send(page, person, { name: 'teile.csv', bytes: Buffer.from(guessed), version: '1' })
      await page.getByRole('heading', { name: 'Is it understood rightly?' }).waitFor()
      await page.getByText('Nothing of it counts yet. Compare it with the file.').waitFor()
      assert.deepEqual(await findings(page), [])
      const columns = page.getByRole('region', { name: 'What each column is' })
      assert.match(await columns.innerText(), /Zustand[\s\S]*what stands in it looks so: a guess/)
      assert.match(
        await page.getByRole('region', { name: 'The rows as written' }).innerText(),
        /expat\s+2\.4\.1\s+geprüft/,
      )
      await page.getByRole('combobox', { name: 'What the column Bemerkung is' }).selectOption('description')
      await page.getByRole('button', { name: 'It is right like this: it counts' }).press('Enter')
      await page.getByRole('heading', { name: 'It counts' }).waitFor()
      const outcome = await page.locator('[aria-labelledby=added]').innerText()
      assert.match(
        outcome,
        /Orvéa Pompe[\s\S]*10 components, 0 devices in scope[\s\S]*It describes no device that is here/,
      )
      assert.match(outcome, /Bemerkung\s+description\s+a person said so/)
    },
  ],
  [
    'what was said of the columns is remembered for the maker, taken for its next list without asking, and forgotten on demand',
    async ({ page, person }) => {
      await send(page, person, {
        name: 'teile-2.csv',
        bytes: Buffer.from(guessed.replace('2.4.1', '2.4.2')),
        version: '2',
      })
      await page.getByRole('heading', { name: 'It counts' }).waitFor()
      await page.getByText('a person said so of an earlier list of the maker').first().waitFor()
      await page.getByText('Teil: name · Zustand: version · Bemerkung: description').waitFor()
      const kept = page.locator('.kept-list > li').filter({ hasText: 'Teil' })
      await kept.getByRole('button', { name: /^Forget the columns of/ }).press('Enter')
      await kept.waitFor({ state: 'detached' })
    },
  ],
  [
    'a table of a PDF is shown, and counts once a person has compared it with the file',
    async ({ page, person }) => {
      await send(page, person, { name: 'pump.pdf', bytes: sbomFixture('list-pdf/pump.pdf'), version: '3' })
      await page.getByText('The table was put together from where its words stand on the pages.').waitFor()
      assert.deepEqual(await findings(page), [])
      await page.getByRole('button', { name: 'It is right like this: it counts' }).click()
      await page.getByRole('heading', { name: 'It counts' }).waitFor()
    },
  ],
  [
    'an SBOM counts at once, with what reading it remarked; what is none is refused in words, and another file may follow',
    async ({ page, person }) => {
      const sbom = { bomFormat: 'CycloneDX', specVersion: '1.6', components: [{ type: 'library', name: 'zlib' }] }
      const signature = 'input[name=signature]'
      await person.open('/add?maker=Orv%C3%A9a&model=Pompe')
      await page.locator(signature).setInputFiles({ name: 'x.asc', mimeType: '', buffer: Buffer.from('no signature') })
      await choose(page, { name: 'pompe.cdx.json', bytes: Buffer.from(JSON.stringify(sbom)), version: '4' })
      await page.getByRole('heading', { name: 'It counts' }).waitFor()
      await page.getByText('SIGNATURE INVALID').waitFor()
      await page.getByRole('button', { name: 'Another file' }).click()
      await choose(page, { name: 'photo.png', bytes: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]), version: '5' })
      await page.locator('.refused').filter({ hasText: /\w/ }).waitFor()
      assert.deepEqual(await findings(page), [])
    },
  ],
  [
    'the list to be confirmed fits into 320 px, in French and dark: its tables scroll for themselves',
    async ({ browser, served }) => {
      const phone = await visit(browser, served, {
        colorScheme: 'dark',
        locale: 'fr-FR',
        viewport: { width: 320, height: 640 },
      })
      await send(phone.page, phone, { name: 'teile.csv', bytes: Buffer.from(guessed), version: '6', lang: 'fr' })
      await phone.page.getByRole('heading', { name: 'Est-ce bien compris' }).waitFor()
      assert.deepEqual(await findings(phone.page), [])
      assert.ok((await phone.page.evaluate(() => document.documentElement.scrollWidth)) <= 320)
      await phone.end()
    },
  ],
]

interface Sent {
  readonly name: string
  readonly bytes: Uint8Array
  readonly version: string
  readonly lang?: 'en' | 'fr'
}

async function send(
  page: Page,
  { open }: { readonly open: (path: string) => Promise<void> },
  sent: Sent,
): Promise<void> {
  await open(`/add?maker=Orv%C3%A9a&model=Pompe&lang=${sent.lang ?? 'en'}`)
  await choose(page, sent)
}

async function choose(page: Page, { name, bytes, version }: Sent): Promise<void> {
  await page.locator('input[name=file]').setInputFiles({ name, mimeType: '', buffer: Buffer.from(bytes) })
  await page.locator('input[name=version]').fill(version)
  await page.locator('form button[type=submit]').last().click()
}
