import assert from 'node:assert/strict'
import type { Walk } from './stage.ts'
import { findings, settled } from './visit.ts'

/** Parts that nobody repairs any more. */
export const supportWalks: readonly Walk[] = [
  [
    'the search box offers what is supported no longer, the answer tells why, and the device which parts',
    async ({ page, person }) => {
      await person.open('/')
      await page.locator('#search').fill('end of li')
      await page.getByRole('option', { name: /Support\s*end of life/ }).waitFor()
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      await page.waitForURL(/q=eol/)
      await settled(page)
      const section = page.locator('section[data-verdict=affected]')
      await section.locator('.device-row button').first().press('Enter')
      assert.match(
        await section.locator('.device-why').innerText(),
        /Support[\s\S]*end of life: flaws are not repaired any more/,
      )
      await section.locator('.device-name a').first().press('Enter')
      await page.getByRole('heading', { name: 'End of support' }).waitFor()
      await settled(page)
      const support = await page.locator('.support').innerText()
      assert.match(support, /\d+ whose flaws nobody repairs any more/)
      assert.match(support, /of which no source says anything/)
      assert.match(support, /end of life: flaws are not repaired any more.*\(stated in the SBOM\)\s+\S+/)
      assert.deepEqual(await findings(page), [])
    },
  ],
  [
    'where no source speaks of it, the page says that this proves nothing, in French too',
    async ({ page, person, papers }) => {
      await person.open(`/devices/${papers.deviceId}?lang=fr`)
      await page.getByText('Aucune source ne dit rien du support de ses parties.').waitFor()
      await person.open(`/devices/${papers.deviceId}?lang=en`)
      await page.getByText('That is no proof that they are supported.').waitFor()
    },
  ],
]
