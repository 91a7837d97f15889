import { Option } from 'commander'
import { visibleJson } from '../flows/index.ts'
import type { ObservedDecision } from '../flows/index.ts'
import { textOption } from './command.ts'
import type { Session } from './session.ts'

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

/** Answers that a decision is kept, and how to take it back. */
export async function tellKept({ screen, json }: Session, decision: ObservedDecision): Promise<void> {
  const text = json ? visibleJson(decision) : `${decision.decisionId}  kept; auscult observed undo takes it back`
  await screen.answer([`${text}\n`])
}
