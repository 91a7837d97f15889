import { Option } from 'commander'
import { setTriage, visible, visibleJson } from '../../flows/index.ts'
import type { SetTriageOptions } from '../../flows/index.ts'
import { justifications, statementStatuses } from '../../model/index.ts'
import type { Store } from '../../store/index.ts'
import { textOption } from '../command.ts'
import type { CommandDefinition } from '../command.ts'
import { CommandError } from '../failure.ts'
import { withOrganisation } from '../session.ts'
import { modelVersionNumber } from '../listed-number.ts'
import { theDevice } from '../the-device.ts'
import type { Organisation } from '../session.ts'

/** `triage set CVE`: keeps what the hospital decided itself. */
export const triageSetCommand: CommandDefinition = {
  name: 'triage set',
  arguments: '<vulnerability>',
  description:
    'keeps what the hospital itself decided of a flaw in a model version or a device; who makes it is never overruled',
  options: [
    new Option('--model-version <id>', 'the model version, by the id that lists of models tell').conflicts('device'),
    new Option('--device <text>', 'one device, by serial number, asset tag, address or host name'),
    new Option('--status <status>', 'what was decided').choices([...statementStatuses]).makeOptionMandatory(),
    new Option('--justification <label>', 'why it is not affected').choices([...justifications]),
    new Option('--reason <text>', 'in words, for whoever asks later').makeOptionMandatory(),
    new Option('--author <name>', 'who decided').makeOptionMandatory(),
  ],
  examples: [
    'auscult triage set CVE-2021-44228 --model-version 7 --status notAffected --reason "logging is switched off" --author "M. Curie"',
    'auscult triage set CVE-2021-44228 --device BM-00412 --status affected --reason "seen in its logs" --author "M. Curie"',
  ],
  run: async (session, [vulnerability = ''], options) => {
    const status = statementStatuses.find((each) => each === textOption(options, 'status'))
    if (status === undefined) throw new CommandError('usage', '--status says what was decided')
    const justification = justifications.find((each) => each === textOption(options, 'justification'))
    const [reason = '', author = ''] = ['reason', 'author'].map((name) => textOption(options, name))
    const triage = await withOrganisation(session, async (store, organisation) => {
      const target = await toTarget(store, organisation, options)
      const given = { organisation, target, vulnerability, status, reason, author }
      return setTriage(store, { ...given, ...(justification === undefined ? {} : { justification }) })
    })
    const { maker, model, version, serial } = triage
    const what = [maker, model, version, serial].filter((each) => each !== undefined).join(' ')
    await session.screen.answer([
      session.json
        ? `${visibleJson(triage)}\n`
        : `${triage.triageId}  ${visible(vulnerability)}  ${visible(what)}: ${status}\n`,
    ])
    return 0
  },
}

async function toTarget(
  store: Store,
  organisation: Organisation,
  options: Readonly<Record<string, unknown>>,
): Promise<SetTriageOptions['target']> {
  const modelVersion = textOption(options, 'modelVersion')
  const device = textOption(options, 'device')
  if (modelVersion !== undefined) return { modelVersionId: modelVersionNumber(modelVersion) }
  if (device === undefined) throw new CommandError('usage', 'say what it is decided of: --model-version or --device')
  return theDevice(store, organisation, device)
}
