import type { Udi } from '../udi.ts'
import { isoDayOfYear } from './dates.ts'
import { given } from './gs1.ts'

/** ISBT 128: each part begins with two letters that say what it is and has a fixed length. A donation's number may lead to a person: it is never kept. */
export function readIccbba(text: string): Udi | undefined {
  const deviceIdentifier = /^=\/([A-Z0-9]{16})/.exec(text)?.[1]
  if (deviceIdentifier === undefined) return undefined
  return {
    issuer: 'iccbba',
    deviceIdentifier,
    ...given('serial', /=,([A-Z0-9]{6})/.exec(text)?.[1]),
    ...given('lot', /&,1([A-Z0-9]{18})/.exec(text)?.[1]?.replace(/^0+(?=.)/, '')),
    ...given('expiresOn', dayOf(/=>(\d{6})/.exec(text)?.[1])),
    ...given('manufacturedOn', dayOf(/=\}(\d{6})/.exec(text)?.[1])),
  }
}

/** `cyyjjj`: the third digit of the year, its last two, the day of the year. */
function dayOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : isoDayOfYear(2000 + Number(text.slice(0, 3)), Number(text.slice(3)))
}
