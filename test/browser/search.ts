import assert from 'node:assert/strict'
import type { Walk } from './stage.ts'
import { focused } from './stage.ts'
import { findings, settled } from './visit.ts'

/** Signing in, asking by keyboard, and what becomes of a question that is mistyped. */
export const searchWalks: readonly Walk[] = [
  [
    'the link of the first start signs in, and the token leaves the address',
    async ({ page, person, served }) => {
      assert.equal(page.url(), `${served.address}/`)
      const cookies = await person.context.cookies(`${served.address}/api/v1`)
      assert.deepEqual(
        cookies.map(({ httpOnly, sameSite }) => [httpOnly, sameSite]),
        [[true, 'Strict']],
      )
      assert.match(await page.locator('#main').innerText(), /CVE-2020-15858/)
    },
  ],
  [
    'by keyboard alone: the search has the focus, arrows choose a suggestion, Enter asks for it',
    async ({ page, person }) => {
      await person.open('/')
      assert.equal(await focused(page), 'search')
      await page.keyboard.type('log4j')
      await page.getByRole('option').first().waitFor()
      await page.keyboard.press('ArrowDown')
      assert.deepEqual(await findings(page), [])
      const chosen = page.locator('[role=option][data-combobox-selected]')
      const id = await chosen.getAttribute('id')
      assert.equal(await page.locator('#search').getAttribute('aria-activedescendant'), id)
      await page.keyboard.press('Escape')
      assert.equal(await page.locator('#search').inputValue(), 'log4j')
      assert.equal(await page.locator('#search').getAttribute('aria-expanded'), 'false')
      await page.keyboard.press('Enter')
      await page.waitForURL('**/ask?q=log4j')
      await settled(page)
      assert.match(await page.locator('.sentence').innerText(), /^Of 2,015 devices in scope/)
    },
  ],
  [
    'the first key leads past the head, and / leads to the search, from anywhere',
    async ({ page, person }) => {
      await person.open('/ask?q=log4j')
      await page.keyboard.press('Tab')
      assert.equal(await page.locator(':focus').innerText(), 'Skip to the content')
      await page.keyboard.press('Enter')
      assert.equal(await focused(page), 'main')
      await page.keyboard.press('/')
      assert.equal(await focused(page), 'search')
      await page.locator('h1').click()
      await page.locator('body').dispatchEvent('keydown', { key: '/', code: 'Period', shiftKey: true })
      assert.equal(await focused(page), 'search', 'as a French keyboard sends it')
      await page.getByRole('button', { name: /Key \/ leads/ }).click()
      await page.locator('h1').click()
      await page.keyboard.press('/')
      assert.notEqual(await focused(page), 'search')
      await page.getByRole('button', { name: /Key \/ leads/ }).click()
    },
  ],
  [
    'the focus is never lost: a new question leads to its answer, the mark to the search',
    async ({ page, person }) => {
      await person.open('/ask?q=log4j')
      await page.locator('#search').fill('openssl')
      await page.keyboard.press('Enter')
      await page.waitForURL('**/ask?q=openssl')
      await page.waitForFunction(() => document.activeElement?.id === 'main')
      await page.getByRole('link', { name: 'Auscult, to the search' }).click()
      await page.getByRole('heading', { name: 'Every device. One answer.' }).waitFor()
      await page.waitForFunction(() => document.activeElement?.id === 'search')
    },
  ],
  [
    'a typing error is mended and said so; what is not understood is explained',
    async ({ page, person }) => {
      await person.open('/ask?q=opensll')
      await page.getByText('taken for: openssl').waitFor()
      await person.open('/ask?q=openssl+%3C')
      await page.getByRole('heading', { name: 'The question is not understood' }).waitFor()
      await page.getByText('for example openssl < 1.1.1').waitFor()
    },
  ],
]
