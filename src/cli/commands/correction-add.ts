import { Option } from 'commander'
import { addCorrection, visible, visibleJson } from '../../flows/index.ts'
import type { CorrectionAdded } from '../../flows/index.ts'
import { checkCorrection, componentTypes } from '../../model/index.ts'
import type { CorrectionMatch, CorrectionSets } from '../../model/index.ts'
import { textOption } from '../command.ts'
import type { CommandDefinition } from '../command.ts'
import { CommandError } from '../failure.ts'
import { listedNumber } from '../listed-number.ts'
import { withOrganisation } from '../session.ts'
import { byOption, nobodyNamed } from './alias-add.ts'

type Options = Readonly<Record<string, unknown>>

/** `correction add NAME`: says of components of this name what an SBOM leaves out or has wrong. */
export const correctionAddCommand: CommandDefinition = {
  name: 'correction add',
  arguments: '<name>',
  description:
    'says of the components of this name, as SBOMs write it, what they really are; acts at once and on SBOMs that come later, for this organisation alone',
  options: [
    new Option('--with-version <text>', 'only those listed in this version; "" for those without one'),
    new Option('--with-group <text>', 'only those of this group'),
    new Option('--with-supplier <text>', 'only those of this supplier'),
    new Option('--with-purl <purl>', 'only those with this purl'),
    new Option('--with-cpe <cpe>', 'only those with this CPE'),
    new Option('--of-maker <maker>', 'only in devices of this maker'),
    new Option('--of-model <model>', 'and of this model alone'),
    new Option('--version <text>', 'the version that it really is'),
    new Option('--purl <purl>', 'its purl'),
    new Option('--cpe <cpe>', 'its CPE'),
    new Option('--really <name>', 'what it really is'),
    new Option('--group <text>', 'its group'),
    new Option('--supplier <text>', 'its supplier'),
    new Option('--type <type>', 'what kind of thing it is').choices([...componentTypes]),
    new Option('--not-on-device', 'it is not on the device'),
    new Option('--reason <text>', 'how that is known').makeOptionMandatory(),
    new Option('--replaces <number>', 'the correction in whose place it comes, which is closed with it'),
    new Option('--dry-run', 'only tells what it would touch'),
    byOption,
  ],
  examples: [
    'auscult correction add OpenSSL --with-version "" --version 1.1.1k --reason "strings of the firmware image" --dry-run',
    'auscult correction add "RTOS kernel" --really vxworks --cpe "cpe:2.3:o:windriver:vxworks:6.9:*:*:*:*:*:*:*" --reason "release notes" --by "Ann"',
    'auscult correction add zlib --of-maker "Acme" --of-model "Infusa" --version 1.3.1 --reason "letter of the maker"',
    'auscult correction add telnetd --not-on-device --reason "removed in the hospital build, checked on 2026-03-01"',
  ],
  run: async (session, [name = ''], options) => {
    const fact = checkCorrection({
      match: toMatch(name, options),
      sets: toSets(options),
      reason: textOption(options, 'reason') ?? '',
    })
    if (typeof fact === 'string') throw new CommandError('usage', `a correction ${fact}`)
    const replaced = textOption(options, 'replaces')
    const replaces = replaced === undefined ? undefined : listedNumber(replaced, ofCorrection)
    const by = textOption(options, 'by') ?? nobodyNamed
    const isDryRun = options['dryRun'] === true
    const done = await withOrganisation(session, async (store, organisation) =>
      addCorrection(store, organisation, {
        ...fact,
        by,
        isDryRun,
        ...(replaces === undefined ? {} : { replaces }),
      }),
    )
    await session.screen.answer(session.json ? [`${visibleJson(done)}\n`] : sayDone(done))
    return 0
  },
}

/** What `listedNumber` asks for. */
export const ofCorrection = { of: 'a correction', list: 'correction list' }

function toMatch(name: string, options: Options): CorrectionMatch {
  return {
    name,
    ...given(options, { group: 'withGroup', version: 'withVersion', supplier: 'withSupplier' }),
    ...given(options, { purl: 'withPurl', cpe: 'withCpe', ofMaker: 'ofMaker', ofModel: 'ofModel' }),
  }
}

function toSets(options: Options): CorrectionSets {
  const type = componentTypes.find((each) => each === textOption(options, 'type'))
  return {
    ...given(options, { name: 'really', group: 'group', version: 'version', supplier: 'supplier' }),
    ...given(options, { purl: 'purl', cpe: 'cpe' }),
    ...(type === undefined ? {} : { type }),
    ...(options['notOnDevice'] === true ? { notOnDevice: true as const } : {}),
  }
}

/** The texts that were given, by the fact that each option tells. */
function given<Fact extends string>(
  options: Options,
  names: Readonly<Record<Fact, string>>,
): Partial<Record<Fact, string>> {
  const told = Object.entries<string>(names).flatMap(([fact, option]) => {
    const text = textOption(options, option)
    return text === undefined ? [] : [[fact, text] as const]
  })
  return Object.fromEntries(told) as Partial<Record<Fact, string>>
}

function* sayDone({ correctionId, components, sboms, devices, samples }: CorrectionAdded): Generator<string> {
  yield correctionId === undefined
    ? 'nothing was changed: a dry run\n'
    : `correction ${correctionId} acts from now on\n`
  yield `speaks of ${components} components, in ${sboms} SBOMs of ${devices} devices\n`
  for (const { name, version, supplier } of samples)
    yield `  ${[name, version, supplier].flatMap((each) => (each === null ? [] : [visible(each)])).join(' · ')}\n`
  if (components === 0)
    yield 'no SBOM lists such a component yet: names and the other facts are compared letter by letter\n'
}
