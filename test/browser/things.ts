import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import type { Walk } from './stage.ts'
import { settled } from './visit.ts'

/** Paper, a device, a vulnerability, and the way back. */
export const thingsWalks: readonly Walk[] = [
  [
    'paper: a block for each ward, all devices to walk to, and what to leave alone on every sheet',
    async ({ page, person }) => {
      await person.open('/ask?q=CVE-2021-44228')
      await page.getByRole('link', { name: 'Print by ward' }).click()
      await page.getByText('535 devices in 25 wards, ready to print').waitFor()
      assert.equal(await page.locator('.sheet').count(), 25)
      assert.equal(await page.locator('.sheet tbody tr').count(), 61 + 474)
      assert.equal(await page.locator('.sheet-head', { hasText: 'Groupement hospitalier Val-Aubépine' }).count(), 25)
      await page.emulateMedia({ media: 'print' })
      assert.equal(await page.getByRole('button', { name: 'Print' }).count(), 0)
      assert.equal(await page.locator('.sheet tfoot', { hasText: 'Do not unplug' }).count(), 25)
      assert.equal(
        await page
          .locator('.sheet thead')
          .first()
          .evaluate((head) => getComputedStyle(head).display),
        'table-header-group',
      )
      const sheets = (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type \/Page\b/g) ?? []
      assert.ok(sheets.length >= 25, `${sheets.length} sheets`)
      await page.emulateMedia({ media: 'screen' })
    },
  ],
  [
    'a device: where its version was read, its software as a tree, its flaws with why, its SBOM as it came',
    async ({ page, person }) => {
      await person.open('/ask?q=CVE-2021-44228')
      await page.locator('[data-verdict=affected] .device-name a').first().click()
      await page.locator('.facts').waitFor()
      await settled(page)
      assert.match(await page.locator('.facts').innerText(), /read in equipment list devices\.csv, line \d+/)
      assert.match(await page.locator('.findings').innerText(), /CVE-2021-44228[\s\S]*exploited[\s\S]*CVSS 10\.0/)
      assert.match(await page.locator('.safety').innerText(), /^Affected means .* Do not unplug/)
      await page.locator('.findings button[aria-expanded]').first().click()
      await page.locator('.findings .why-list').waitFor()
      await page.getByRole('searchbox').fill('log4j')
      await page.getByRole('treeitem').filter({ hasText: /log4j/i }).first().waitFor()
      const [download] = await Promise.all([page.waitForEvent('download'), page.locator('.sboms a').first().click()])
      assert.match(await readFile(await download.path(), 'utf8'), /log4j/)
    },
  ],
  [
    'the tree is walked with arrows',
    async ({ page }) => {
      await page.getByRole('searchbox').fill('')
      const first = page.getByRole('treeitem').first()
      await first.focus()
      await page.keyboard.press('ArrowDown')
      const names = await page.locator(':focus').evaluateAll((found) => found.map((each) => each.getAttribute('role')))
      assert.deepEqual(names, ['treeitem'])
      assert.ok(!(await first.evaluate((node) => node === document.activeElement)))
    },
  ],
  [
    'a vulnerability: what each source says of it, and back to the devices',
    async ({ page, person }) => {
      await person.open('/vulnerabilities/CVE-2021-44228')
      const records = await page.locator('.record h3').allInnerTexts()
      assert.ok(records.some((name) => name.startsWith('NVD')) && records.some((name) => name.startsWith('OSV')))
      assert.match(await page.locator('.record').first().innerText(), /< 2\.\d+/)
      await page.getByRole('link', { name: 'Which devices?' }).click()
      await page.locator('.sentence').waitFor()
    },
  ],
  [
    'back and reload lead to the very view',
    async ({ page, person }) => {
      await person.open('/ask?q=CVE-2021-44228&site=H%C3%B4pital+Sainte-%C3%89loane&ward=Cardiologie')
      const before = await page.locator('#cannot-tell').innerText()
      await page.locator('#search').fill('openssl')
      await page.keyboard.press('Enter')
      await page.waitForURL('**/ask?q=openssl')
      await settled(page)
      await page.goBack()
      await settled(page)
      assert.equal(await page.locator('#cannot-tell').innerText(), before)
      assert.equal(await page.locator('#search').inputValue(), 'CVE-2021-44228')
      await page.reload()
      await settled(page)
      assert.equal(await page.locator('#cannot-tell').innerText(), before)
    },
  ],
]
