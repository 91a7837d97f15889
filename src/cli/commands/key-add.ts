import { Option } from 'commander'
import { addKey, visible, visibleJson } from '../../flows/index.ts'
import type { KeyToTrust } from '../../flows/index.ts'
import { textOption } from '../command.ts'
import type { CommandDefinition } from '../command.ts'
import { CommandError } from '../failure.ts'
import { readInput } from '../files.ts'
import { withOrganisation } from '../session.ts'

/** `key add FILE`: trusts a maker's public key, and judges the signed SBOMs by it. */
export const keyAddCommand: CommandDefinition = {
  name: 'key add',
  arguments: '<file>',
  description:
    'trusts a public key (OpenPGP, PEM key or certificate, JWK, or a Sigstore trusted root) for the documents of one maker',
  options: [
    new Option('--maker <name>', 'the maker that the key speaks for').makeOptionMandatory(),
    new Option('--from <date>', 'signatures made before are not trusted'),
    new Option('--to <date>', 'signatures made from then on are not trusted'),
    new Option('--subject <text>', 'for a Sigstore root: who must have signed, an address or URI'),
    new Option('--issuer <address>', 'for a Sigstore root: the OpenID issuer that must have vouched for the subject'),
  ],
  examples: [
    'auscult key add acme-psirt.asc --maker "Acme Medical"',
    'auscult key add trusted_root.json --maker "Acme Medical" --subject psirt@acme.example --issuer https://accounts.acme.example',
  ],
  run: async (session, [file = ''], options) => {
    const [subject, issuer] = [textOption(options, 'subject'), textOption(options, 'issuer')]
    if ((subject === undefined) !== (issuer === undefined))
      throw new CommandError('usage', 'a Sigstore root needs both --subject and --issuer')
    const bytes = await readInput(file)
    return withOrganisation(session, async (store, organisation) => {
      const { is, key, judged } = await addKey(store, { organisation, bytes, ...askedOf(options) })
      const line = `${is}: ${key.kind} ${key.fingerprint}\n  speaks for ${visible(key.maker)}; names ${visible(key.names)}\n`
      const advice =
        '  Compare the fingerprint with what the maker says by another way (telephone, contract), not by the one that the key came by.\n'
      const checked = is === 'added' ? `${judged} signed SBOMs were judged by it\n` : ''
      await session.screen.answer(session.json ? [`${visibleJson({ is, key, judged })}\n`] : [line, advice, checked])
      return 0
    })
  },
}

function askedOf(options: Readonly<Record<string, unknown>>): Omit<KeyToTrust, 'organisation' | 'bytes'> {
  const [from, to] = [textOption(options, 'from'), textOption(options, 'to')]
  const [subject, issuer] = [textOption(options, 'subject'), textOption(options, 'issuer')]
  return {
    maker: textOption(options, 'maker') ?? '',
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(subject === undefined || issuer === undefined ? {} : { identity: { subject, issuer } }),
  }
}
