import { devicesNamed, visible } from '../flows/index.ts'
import type { Store } from '../store/index.ts'
import { CommandError } from './failure.ts'
import type { Organisation } from './session.ts'

/** The one device of the inventory that a text names: serial number, asset tag, address or host name. Throws `deviceNotClear`. */
export async function theDevice(
  store: Store,
  organisation: Organisation,
  text: string,
): Promise<{ readonly deviceId: string }> {
  const [first, ...others] = await devicesNamed(store, organisation, text)
  if (first !== undefined && others.length === 0) return first
  const found = first === undefined ? 'no device' : `${others.length + 1} devices`
  throw new CommandError(
    'deviceNotClear',
    `"${visible(text, 100)}" fits ${found}; give the serial number or asset tag of one`,
  )
}
