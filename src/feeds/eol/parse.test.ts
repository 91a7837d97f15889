import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { readAll, scratchFile } from '../testing.ts'

test('a product has its cycles, with each end as a day, as past, or as not known', async () => {
  assert.deepEqual(await readAll(join(import.meta.dirname, 'fixtures/infusion-os.md')), [
    {
      is: 'lifecycle',
      lifecycle: {
        product: 'infusion-os',
        title: 'Infusion OS',
        category: 'os',
        purls: ['pkg:generic/infusion-os'],
        cpes: ['cpe:2.3:o:pump_works:infusion_os'],
        cycles: [
          {
            cycle: '3.10',
            label: '3.10 (IoT)',
            releasedOn: '2098-01-02',
            isLongTerm: true,
            activeSupport: { is: 'on', day: '2099-01-02' },
            securitySupport: { is: 'on', day: '2103-01-02' },
            extendedSupport: { is: 'open' },
            latest: '3.10',
          },
          { cycle: '2', releasedOn: '2090-01-02', isLongTerm: false, securitySupport: { is: 'ended' } },
        ],
      },
    },
  ])
})

for (const [what, front] of [
  ['aliases', 'title: &a A\npermalink: /a\nreleases:\n  - releaseCycle: *a'],
  ['no list of releases', 'title: A\npermalink: /a\nreleases: none'],
  ['no YAML', 'title: [\npermalink: /a\nreleases: }'],
] as const) {
  test(`a front matter with ${what} is refused`, async (t) => {
    await assert.rejects(readAll(scratchFile(t, 'a.md', `---\n${front}\n---\n`)), {
      name: 'FeedError',
      code: 'malformed',
    })
  })
}
