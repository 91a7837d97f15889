import { Option } from 'commander'
import { textOption } from './command.ts'

/** Who decides, and why: the options of every decision on devices of the network. */
export function decisionOptions(): Option[] {
  return [
    new Option('--author <name>', 'who decides').makeOptionMandatory(),
    new Option('--reason <text>', 'in words, for whoever asks later'),
  ]
}

/** What these options say. */
export function decidedBy(options: Readonly<Record<string, unknown>>): {
  readonly author: string
  readonly reason?: string
} {
  const reason = textOption(options, 'reason')
  return { author: textOption(options, 'author') ?? '', ...(reason === undefined ? {} : { reason }) }
}
