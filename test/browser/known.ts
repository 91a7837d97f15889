import assert from 'node:assert/strict'
import * as openpgp from 'openpgp'
import { papersOf } from './papers.ts'
import type { Walk } from './stage.ts'
import { findings, settled } from './visit.ts'

/** Names, keys, statements and advisories as whole lists. */
export const knownWalks: readonly Walk[] = [
  [
    'the foot of every page leads to the pages that no question leads to, by keyboard and in either language',
    async ({ page, person }) => {
      for (const [lang, nav, names] of [
        [
          'en',
          'More pages',
          [
            'Add an SBOM',
            'Corrections',
            'Statements',
            'Advisories',
            'Names',
            'Trusted keys',
            'Network',
            'Network and list',
            'Who talks to whom',
          ],
        ],
        [
          'fr',
          'Autres pages',
          [
            'Ajouter une nomenclature',
            'Corrections',
            'Déclarations',
            'Avis',
            'Noms',
            'Clés de confiance',
            'Réseau',
            'Réseau et liste',
            'Qui parle à qui',
          ],
        ],
      ] as const) {
        for (const name of names) {
          await person.open(`/?lang=${lang}`)
          await page.getByRole('navigation', { name: nav }).getByRole('link', { name, exact: true }).press('Enter')
          await page.locator('.kept-page h1').waitFor()
          await settled(page)
        }
      }
      await person.open('/?lang=en')
    },
  ],
  [
    'names that stand for each other are found, added with what says so, and closed',
    async ({ page, person }) => {
      await person.open('/aliases')
      await page.getByRole('button', { name: 'New name' }).press('Enter')
      await page.getByRole('textbox', { name: 'The name (a product' }).fill('Orvéa OS')
      await page.getByRole('combobox', { name: 'What it has to do with the other' }).selectOption('may hold')
      await page.getByRole('textbox', { name: 'The other name' }).fill('FreeRTOS')
      await page.getByRole('textbox', { name: 'What says so' }).fill('Fiche produit')
      await page.getByRole('textbox', { name: 'Your name' }).fill('A. Martin')
      assert.deepEqual(await findings(page), [])
      await page.getByRole('button', { name: 'Save' }).press('Enter')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await page.getByRole('searchbox').fill('orvéa')
      await page.getByText('for this organisation alone, added by A. Martin').waitFor()
      await page.getByRole('button', { name: 'Close: Orvéa OS and FreeRTOS' }).press('Enter')
      await page.getByText('No name holds that.').waitFor()
    },
  ],
  [
    'a key is trusted with its maker, shown with its fingerprint, and trusted no more',
    async ({ page, person }) => {
      await person.open('/keys')
      await page.getByText('It names itself Sélénor PSIRT').waitFor()
      const { publicKey } = await openpgp.generateKey({ userIDs: [{ name: 'Orvéa' }], format: 'armored' })
      await page.getByRole('textbox', { name: 'The maker it speaks for' }).fill('Orvéa')
      await page.locator('input[type=file]').setInputFiles({
        name: 'orvea.asc',
        mimeType: '',
        buffer: Buffer.from(publicKey),
      })
      await page.getByRole('button', { name: 'Trust it', exact: true }).press('Enter')
      const remove = page.getByRole('button', { name: 'Trust it no more: Orvéa' })
      await remove.press('Enter')
      await remove.waitFor({ state: 'detached' })
      assert.equal(await page.locator('.kept-list code').count(), 1)
    },
  ],
  [
    'every statement is listed, also what speaks of nothing here, and every advisory leads to its devices',
    async ({ page, person }) => {
      await person.open('/statements')
      assert.equal(await page.locator('.said-list > li').count(), 3)
      await page.getByRole('link', { name: 'Of nothing here' }).press('Enter')
      await page.waitForURL(/show=nothing/)
      await settled(page)
      await page.locator('.said-list > li').first().waitFor()
      await page.getByText('speaks of nothing that is here. Perhaps it means').waitFor()
      await person.open('/advisories')
      await page.getByRole('searchbox').fill(papersOf.advised)
      await page.getByRole('button', { name: 'Devices of SEL-2026-004' }).press('Enter')
      await page.locator('.named-devices a').first().waitFor()
      await page.getByRole('searchbox').fill('nothing like it')
      await page.getByText('No loaded advisory holds that.').waitFor()
    },
  ],
]
