import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import type { Walk } from './stage.ts'
import { findings, settled, visit } from './visit.ts'

/** What a person says that components really are. */
export const correctionsWalks: readonly Walk[] = [
  [
    'by keyboard alone a person corrects a line of software, and sees what is written beside what is taken',
    async ({ page, person, papers }) => {
      await person.open(`/devices/${papers.deviceId}`)
      const line = await toLodash(page)
      await page.keyboard.press('Enter')
      const sheet = page.getByRole('dialog', { name: 'What is this component really?' })
      await sheet.getByText('lodash · 4.17.20').waitFor()
      await sheet.getByRole('textbox', { name: 'Its version' }).fill('4.17.21')
      await sheet.getByRole('textbox', { name: 'How that is known' }).fill('Lu dans le paquet')
      await sheet.getByRole('textbox', { name: 'Your name' }).fill('A. Martin')
      await sheet.getByRole('button', { name: 'What would it touch?' }).press('Enter')
      await sheet.getByText(/It speaks of \d+ components in \d+ SBOMs of \d+ devices/).waitFor()
      assert.deepEqual(await findings(page), [])
      await sheet.getByRole('button', { name: 'Save' }).press('Enter')
      await sheet.waitFor({ state: 'detached' })
      await line.getByText('version 4.17.21').waitFor()
      const text = await line.innerText()
      assert.match(
        text,
        /lodash\s+4\.17\.20[\s\S]*taken as\s+version 4\.17\.21[\s\S]*A\. Martin, .* – Lu dans le paquet/,
      )
      await person.open(papers.diff)
      await page.locator('.diff-corrected').getByText('version 4.17.21').waitFor()
    },
  ],
  [
    'it is changed and taken back where it is shown, and the list of corrections tells what became of it',
    async ({ page, person, papers }) => {
      await person.open(`/devices/${papers.deviceId}`)
      const line = await toLodash(page)
      await line.hover()
      await page.getByRole('button', { name: 'Correct lodash 4.17.20' }).click()
      await page.getByRole('button', { name: 'Change: version 4.17.21' }).click()
      const sheet = page.getByRole('dialog', { name: 'Change the correction' })
      const version = sheet.getByRole('textbox', { name: 'Its version' })
      assert.equal(await version.inputValue(), '4.17.21')
      await version.fill('4.17.19')
      await sheet.getByRole('textbox', { name: 'How that is known' }).fill('Relu')
      await sheet.getByRole('textbox', { name: 'Your name' }).fill('A. Martin')
      await sheet.getByRole('button', { name: 'Save' }).click()
      await line.getByText('version 4.17.19').waitFor()
      assert.equal(await line.getByText('version 4.17.21').count(), 0)
      await page.getByRole('link', { name: 'Corrections' }).press('Enter')
      await page.getByRole('button', { name: 'Take back: lodash · 4.17.20' }).press('Enter')
      const end = page.getByRole('dialog', { name: 'Take the correction back' })
      await end.getByRole('textbox', { name: 'Your name' }).fill('P. Aubert')
      assert.deepEqual(await findings(page), [])
      await page.keyboard.press('Enter')
      await end.waitFor({ state: 'detached' })
      await page.getByText('Nothing is corrected.').waitFor()
      await page.getByRole('link', { name: 'Also those taken back' }).press('Enter')
      await page.getByText(/Taken back by P\. Aubert/).waitFor()
      assert.equal(await page.locator('.kept-list > li').count(), 2)
    },
  ],
  [
    'a correction that meets nothing is pointed out; what is refused is said in the sheet, and Escape leaves everything as it was',
    async ({ page, person }) => {
      await person.open('/corrections')
      const add = page.getByRole('button', { name: 'New correction' })
      await add.press('Enter')
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      assert.ok(await add.evaluate((node) => node === document.activeElement))
      await add.press('Enter')
      await page.getByRole('textbox', { name: 'Name, as the SBOM writes it' }).fill('telnetd')
      await page.getByRole('textbox', { name: 'How that is known' }).fill('Retiré, vérifié')
      await page.getByRole('textbox', { name: 'Your name' }).fill('A. Martin')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('alert').filter({ hasText: 'a correction says nothing' }).waitFor()
      await page.getByRole('checkbox', { name: 'It is not on the device' }).check()
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('telnetd · any version').waitFor()
      await page.getByText('It meets nothing now').waitFor()
      await page.getByRole('link', { name: 'Those that meet nothing' }).click()
      await settled(page)
      await page.getByText('telnetd · any version → not on the device').waitFor()
    },
  ],
  [
    'the sheet fits into 320 px, in either language and scheme',
    async ({ browser, served, papers }) => {
      for (const [lang, colorScheme] of [
        ['en', 'dark'],
        ['fr', 'light'],
      ] as const) {
        const phone = await visit(browser, served, {
          colorScheme,
          viewport: { width: 320, height: 640 },
          hasTouch: true,
          isMobile: true,
        })
        await phone.open(`/devices/${papers.deviceId}?lang=${lang}`)
        await phone.page.locator('.software-correct').first().tap()
        await phone.page.getByRole('dialog').waitFor()
        assert.deepEqual(await findings(phone.page), [])
        assert.ok((await phone.page.evaluate(() => document.documentElement.scrollWidth)) <= 320)
        await phone.end()
      }
    },
  ],
]

/** The line of a component that nothing else on the device is named like, with the focus on it. */
async function toLodash(page: Page) {
  await page.getByRole('searchbox').fill('lodash')
  await page.getByText('line fits').waitFor()
  const line = page.getByRole('treeitem').filter({ hasText: 'lodash' }).last()
  await line.focus()
  return line
}
