import { readAdvisory, visible, visibleJson } from '../../flows/index.ts'
import type { AdvisoryDetail } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { withOrganisation } from '../session.ts'

/** `advisory show ID`: what an advisory says, and what it means for the fleet. */
export const advisoryShowCommand: CommandDefinition = {
  name: 'advisory show',
  arguments: '<id>',
  description: 'shows an advisory: its flaws, products and remedies, and what it means for the fleet',
  options: [],
  examples: ['auscult advisory show ICSMA-21-187-01'],
  run: async (session, [id = '']) => {
    const detail = await withOrganisation(session, async (store, organisation) => readAdvisory(store, organisation, id))
    await session.screen.answer(session.json ? [`${visibleJson(detail)}\n`] : toText(detail))
    return 0
  },
}

function* toText({ document, fleet }: AdvisoryDetail): Generator<string> {
  const { trackingId, version, title, publisher, currentReleaseAt = '', summary, flaws, products, problems } = document
  yield `${visible(trackingId)} version ${visible(version)}, ${currentReleaseAt.slice(0, 10)}: ${visible(title)}\n${visible(publisher.name)}\n`
  if (summary !== '') yield `\n${visible(summary)}\n`
  yield '\nFleet\n'
  for (const [verdict, devices] of Object.entries(fleet.verdicts)) yield `  ${verdict}: ${devices} devices\n`
  for (const [state, count] of Object.entries(fleet.states)) yield `  ${state}: ${count} devices and flaws\n`
  for (const { product, maker, nearest } of fleet.unmatched) {
    const near = nearest.length === 0 ? '' : `; nearest: ${nearest.map((model) => visible(model)).join(', ')}`
    yield `  no model of the fleet: ${visible(maker)} ${visible(product)}${near}\n`
  }
  yield '\nFlaws\n'
  for (const { id, title: of = '', remediations } of flaws) {
    yield `  ${visible(id)} ${visible(of)}\n`
    for (const { category, details, url } of remediations)
      yield `    ${visible(category)}: ${visible(details)}${url === undefined ? '' : ` ${visible(url)}`}\n`
  }
  yield '\nProducts\n'
  for (const { name, version: stated } of products)
    yield `  ${visible(name)}${stated === undefined ? '' : `  [${visible(stated.text)}]`}\n`
  if (problems.length > 0) yield '\nWhat is wrong with the document\n'
  for (const problem of problems) yield `  ${visible(problem)}\n`
}
