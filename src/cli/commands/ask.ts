import { InvalidArgumentError, Option } from 'commander'
import { stillMatching, tellAnswer, visibleJson } from '../../flows/index.ts'
import type { Answer } from '../../model/index.ts'
import { numberOption } from '../command.ts'
import type { CommandDefinition } from '../command.ts'
import { CommandError, exitCodes } from '../failure.ts'
import { withOrganisation } from '../session.ts'
import type { Session } from '../session.ts'

/** `ask QUERY`: every device in one of four classes, with the reason. */
export const askCommand: CommandDefinition = {
  name: 'ask',
  arguments: '<query...>',
  description: 'answers for every device: a CVE, "log4j", "openssl < 1.1.1", a purl, a CPE, a hash, a serial number',
  options: [
    new Option('--csv', 'prints a list for a spreadsheet, a line for each device').conflicts('json'),
    new Option('--all', 'folds nothing away'),
    new Option('--limit <number>', 'lists at most so many devices; the counts speak of all').argParser(toLimit),
  ],
  examples: [
    'auscult ask CVE-2021-44228',
    "auscult ask 'openssl < 1.1.1' ward:Réanimation",
    'auscult ask log4j as-of:2021-12-10',
    'auscult ask CVE-2021-44228 --csv > devices.csv',
  ],
  run: async (session, given, options) => {
    const text = toQuery(given)
    const limit = numberOption(options, 'limit')
    const as = session.json ? 'json' : options['csv'] === true ? 'csv' : 'text'
    const { language, screen } = session
    const look = {
      language,
      colour: screen.colour,
      width: screen.width,
      all: options['all'] === true,
      ...(limit === undefined ? {} : { limit }),
    }
    const told = await withOrganisation(session, async (store, organisation) =>
      tellAnswer(store, { organisation, text, fictional: session.demo, as, look }, async ({ answer, pieces }) => {
        const hasFeeds = !answer.notes.some((note) => note.is === 'noFeeds')
        if (!hasFeeds && answer.question === 'flaw') return refuseWithoutFeeds(session, answer)
        await screen.answer(pieces)
        if (!hasFeeds && as !== 'text') screen.remark(`auscult: ${feedsMissing(session)}`)
        return hasFeeds ? 0 : exitCodes.noFeeds
      }),
    )
    if (told.is === 'notUnderstood') throw new CommandError('notUnderstood', told.message)
    if (told.is === 'busy') throw new CommandError('busy', stillMatching)
    return told.value
  },
}

/** One text of what the shell split: a filter whose value has spaces lost its quotation marks to the shell and gets them back. */
export function toQuery(given: readonly string[]): string {
  if (given.length === 1) return given[0] ?? ''
  return given.map((word) => word.replace(/^([a-z-]+:)([^"]*\s[^"]*)$/is, '$1"$2"')).join(' ')
}

/** What to do when no feed is loaded. */
export function feedsMissing({ demo }: Session): string {
  if (demo) return 'the demonstration is empty: run "auscult demo" first'
  return 'no feed is loaded, so nothing is known of any vulnerability: run "auscult feed pull", or "auscult feed import" with files from elsewhere'
}

async function refuseWithoutFeeds(session: Session, { query }: Answer): Promise<number> {
  const message = feedsMissing(session)
  session.screen.remark(`auscult: ${message}`)
  if (session.json)
    await session.screen.answer([`${visibleJson({ query, counts: null, error: { code: 'noFeeds', message } })}\n`])
  return exitCodes.noFeeds
}

function toLimit(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('it is a number of devices, for example 50.')
  return Number(text)
}
