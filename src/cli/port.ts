import { InvalidArgumentError } from 'commander'

/** A port; 0 takes any free one. */
export function toPort(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError('it is a number up to 65535, for example 8320.')
  return Number(text)
}
