import { Option } from 'commander'
import { listStatements, saySignature, sayStatement, visible } from '../../flows/index.ts'
import type { Language, StatementListed } from '../../flows/index.ts'
import { allPages, jsonList } from '../all-pages.ts'
import { textOption } from '../command.ts'
import type { CommandDefinition } from '../command.ts'
import { modelVersionNumber } from '../listed-number.ts'
import { withOrganisation } from '../session.ts'

const pageLimit = 200

/** `vex list`: what is stated, and what here it speaks of. */
export const vexListCommand: CommandDefinition = {
  name: 'vex list',
  arguments: '[vulnerability]',
  description: 'lists what is stated, the newest first, with what here each statement speaks of or could have meant',
  options: [
    new Option('--unmatched', 'those alone that speak of nothing here yet').conflicts('matched'),
    new Option('--matched', 'those alone that speak of something here'),
    new Option('--model-version <id>', 'those alone on one model version, by the id that lists of models tell'),
  ],
  examples: ['auscult vex list', 'auscult vex list CVE-2021-44228', 'auscult vex list --unmatched'],
  run: async (session, [vulnerability], options) => {
    const matched = options['unmatched'] === true ? false : options['matched'] === true ? true : undefined
    const model = textOption(options, 'modelVersion')
    const modelVersionId = model === undefined ? undefined : modelVersionNumber(model)
    await withOrganisation(session, async (store, organisation) => {
      const asked = {
        organisation,
        ...(matched === undefined ? {} : { matched }),
        ...(vulnerability === undefined ? {} : { vulnerability }),
        ...(modelVersionId === undefined ? {} : { modelVersionId }),
      }
      const all = allPages(pageLimit, async (page) => listStatements(store, { ...asked, page, now: new Date() }))
      await session.screen.answer(session.json ? jsonList('statements', all) : toText(all, session.language))
    })
    return 0
  },
}

async function* toText(statements: AsyncIterable<StatementListed>, language: Language): AsyncGenerator<string> {
  for await (const { vulnerability, product, component, source, models, components, nearest, ...said } of statements) {
    const part = component === undefined ? '' : `, ${component.name} in it`
    yield `${visible(vulnerability)}  ${visible(product.name, 200)}${visible(part, 200)}: ${visible(sayStatement({ ...said, ...source }, language), 400)}\n`
    const bad = source.laterSignature ?? source.signature
    if (bad.is === 'invalid') yield `  ${visible(saySignature(bad, language), 400)}\n`
    if (said.overdueDays !== undefined)
      yield `  under investigation for ${said.overdueDays} days: ask its author how far that is\n`
    for (const model of models)
      yield `  ${model.isInDoubt ? 'may speak' : 'speaks'} of ${nameOf(model)}, devices: ${model.devices}\n`
    if (said.clearsNothing)
      yield '  of several versions at once, which clears none: ask its author for a statement on the exact version\n'
    if (components > 0) yield `  speaks of ${components} components, wherever they are\n`
    if (models.length + components === 0) yield '  speaks of nothing here yet; it is kept, and counts when that comes\n'
    for (const model of nearest) yield `    near: ${nameOf(model)}\n`
  }
}

function nameOf({ maker, model, version }: StatementListed['models'][number]): string {
  return visible([maker, model, version ?? ''].join(' ').trim(), 200)
}
