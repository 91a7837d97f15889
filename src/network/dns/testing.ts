import { wire } from '../testing.ts'

export interface WrittenMessage {
  /** `8400`: an authoritative answer. */
  readonly flags: string
  readonly questions?: readonly (readonly [name: string, type: number])[]
  /** Content as `wire` reads it; the class is 1 unless it is told. */
  readonly records?: readonly (readonly [name: string, type: number, content: string, space?: number])[]
}

/** A message without compression. */
export function writtenDns({ flags, questions = [], records = [] }: WrittenMessage): Uint8Array {
  const asked = questions.map(([name, type]) => `${writtenName(name)} ${hex16(type)} 0001`)
  const told = records.map(([name, type, content, space = 1]) => {
    const bytes = wire(content)
    return `${writtenName(name)} ${hex16(type)} ${hex16(space)} 00000078 ${hex16(bytes.length)} ${Buffer.from(bytes).toString('hex')}`
  })
  return wire(
    `1234 ${flags} ${hex16(asked.length)} ${hex16(told.length)} 0000 0000 ${asked.join(' ')} ${told.join(' ')}`,
  )
}

/** In hex: labels with their lengths. */
export function writtenName(name: string): string {
  const labels = name === '' ? [] : name.split('.')
  return `${labels.map((label) => writtenString(label)).join('')}00`
}

/** In hex: a text of a TXT record. */
export function writtenString(text: string): string {
  const bytes = Buffer.from(text)
  return bytes.length.toString(16).padStart(2, '0') + bytes.toString('hex')
}

/** In hex: priority, weight, port and target of an SRV record. */
export function writtenService(port: number, target: string): string {
  return `0000 0000 ${hex16(port)} ${writtenName(target)}`
}

function hex16(value: number): string {
  return value.toString(16).padStart(4, '0')
}
