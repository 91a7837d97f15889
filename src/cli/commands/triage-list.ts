import { Option } from 'commander'
import { listTriage, listTriageToConfirm, sayStatement, visible } from '../../flows/index.ts'
import type { Language, Triage, TriageToConfirm } from '../../flows/index.ts'
import { allPages, jsonList } from '../all-pages.ts'
import type { CommandDefinition } from '../command.ts'
import { withOrganisation } from '../session.ts'

const pageLimit = 200

/** `triage list`: what the hospital decided, or (`--to-confirm`) what may hold for another version. */
export const triageListCommand: CommandDefinition = {
  name: 'triage list',
  arguments: '[vulnerability]',
  description:
    'lists what the hospital decided of flaws; --to-confirm: decisions that may hold for a later version of their model',
  options: [new Option('--to-confirm', 'those alone that wait for a person; until then they count for nothing')],
  examples: ['auscult triage list', 'auscult triage list CVE-2021-44228', 'auscult triage list --to-confirm'],
  run: async (session, [vulnerability], options) => {
    await withOrganisation(session, async (store, organisation) => {
      const rows =
        options['toConfirm'] === true
          ? allPages<Row>(pageLimit, async (page) => listTriageToConfirm(store, { organisation, page }))
          : allPages<Row>(pageLimit, async (page) =>
              listTriage(store, { organisation, page, ...(vulnerability && { vulnerability }) }),
            )
      await session.screen.answer(session.json ? jsonList('triage', rows) : toText(rows, session.language))
    })
    return 0
  },
}

type Row = Triage | TriageToConfirm

async function* toText(rows: AsyncIterable<Row>, language: Language): AsyncGenerator<string> {
  for await (const row of rows) {
    const { triageId, vulnerability, maker, model, version, serial, reason, at } = row
    const what = [maker, model, version, serial].filter((each) => each !== undefined).join(' ')
    const said = sayStatement({ ...row, role: 'hospital' }, language)
    yield `${triageId}  ${at.slice(0, 10)}  ${visible(vulnerability)}  ${visible(what, 200)}: ${visible(said, 300)}\n  ${visible(reason, 500)}\n`
    if ('toModelVersionId' in row)
      yield `  to confirm for version ${visible(row.toVersion)}: auscult triage confirm ${triageId} --model-version ${row.toModelVersionId}\n`
  }
}
