import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { ServedDemo } from './served.ts'
import type { Walk } from './stage.ts'
import { findings, settled, visit } from './visit.ts'

/** Turns what follows it around, U+202E. */
const override = String.fromCodePoint(0x20_2e)
const html = '<img src=x onerror="document.title=1"><b>bold</b>'
const arabic = 'مضخة'
const endless = 'x'.repeat(10_000)
const hospital = 'Clinique des Noms'
const ward = `Salle${override}1`

const sbom = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  components: [
    { type: 'library', name: `${override}gnirts`, version: '1.0' },
    { type: 'library', name: html, version: '2.0', supplier: { name: html } },
    { type: 'library', name: arabic, version: '3.0.1' },
    { type: 'library', name: endless, version: '4.0' },
  ],
}

/** Names as they come from others, in a hospital of its own. These walks come after all others. */
export const namesWalks: readonly Walk[] = [
  [
    'names that are HTML, turn the reading direction, are Arabic or ten thousand letters long disturb no page',
    async ({ browser, served }) => {
      await bringNames(served)
      for (const viewport of [
        { width: 1_280, height: 900 },
        { width: 320, height: 640 },
      ]) {
        const person = await visit(browser, served, { viewport })
        await person.open(`/ask?q=model%3APompe&organisation=${encodeURIComponent(hospital)}`)
        await everythingHolds(person.page)
        assert.match(await person.page.locator('#main').innerText(), /Salle<U\+202E>1/)
        await person.page.locator('.device-name a').first().click()
        await person.page.locator('.software').waitFor()
        await settled(person.page)
        await everythingHolds(person.page)
        const tree = await person.page.locator('.software').innerText()
        for (const name of ['<U+202E>gnirts', html, arabic, `${'x'.repeat(300)}…`]) assert.ok(tree.includes(name), name)
        await person.end()
      }
    },
  ],
  [
    'a version stands after its name in any script, and a name with hidden characters is corrected letter by letter',
    async ({ browser, served }) => {
      const person = await visit(browser, served)
      const { page } = person
      await person.open(`/ask?q=model%3APompe&organisation=${encodeURIComponent(hospital)}`)
      await page.locator('.device-name a').first().click()
      const line = page.locator('.software-name').filter({ hasText: arabic })
      const [name, version] = [await line.locator('bdi').boundingBox(), await line.locator('b').boundingBox()]
      assert.ok(name !== null && version !== null && name.x + name.width <= version.x + 1)
      const hidden = page.getByRole('treeitem').filter({ hasText: '<U+202E>gnirts' }).last()
      await hidden.hover()
      await hidden.locator('.software-correct').click()
      await page.getByRole('textbox', { name: 'Its version' }).fill('1.1')
      await page.getByRole('textbox', { name: 'How that is known' }).fill(html)
      await page.getByRole('textbox', { name: 'Your name' }).fill(arabic)
      await page.getByRole('button', { name: 'Save' }).click()
      await hidden.getByText('version 1.1').waitFor()
      await person.open(`/corrections?organisation=${encodeURIComponent(hospital)}`)
      await page.getByText('<U+202E>gnirts · 1.0 → version 1.1').waitFor()
      assert.equal(await page.getByText('It meets nothing now').count(), 0)
      await everythingHolds(page)
      await person.end()
    },
  ],
]

/** No name was taken for HTML, none makes the page wider, and axe-core finds nothing. */
async function everythingHolds(page: Page): Promise<void> {
  assert.equal(await page.locator('#main img, #main b:text-is("bold")').count(), 0)
  assert.notEqual(await page.title(), '1')
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth))
  assert.deepEqual(await findings(page), [])
}

async function bringNames(served: ServedDemo): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'auscult-names-'))
  const cells = [`T-${override}1`, 'Orvéa', 'Pompe', '1', 'Nord', ward]
  try {
    await writeFile(join(folder, 'names.csv'), `asset tag,maker,model,version,site,ward\n${cells.join(',')}\n`)
    await writeFile(join(folder, 'names.cdx.json'), JSON.stringify(sbom))
    served.run('organisation', 'add', hospital)
    const own = ['--organisation', hospital]
    served.run('assets', 'import', join(folder, 'names.csv'), ...own)
    const model = ['--maker', 'Orvéa', '--model', 'Pompe', '--version', '1']
    served.run('sbom', 'add', join(folder, 'names.cdx.json'), ...model, ...own)
  } finally {
    await rm(folder, { recursive: true })
  }
}
