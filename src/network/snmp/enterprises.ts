/** Who stands behind a private enterprise number: the maker of the device, or of the board or the software in it, behind which the device hides. */
export interface Enterprise {
  readonly maker: string
  readonly makes: 'devices' | 'parts'
}

/** From the IANA registry of private enterprise numbers, those that are met in hospitals. A number that is not here is told by its own, as text. */
const enterprises: Readonly<Record<number, Enterprise>> = {
  2: { maker: 'IBM', makes: 'devices' },
  9: { maker: 'Cisco', makes: 'devices' },
  11: { maker: 'HP', makes: 'devices' },
  244: { maker: 'Lantronix', makes: 'parts' },
  253: { maker: 'Xerox', makes: 'devices' },
  297: { maker: 'FUJIFILM Business Innovation', makes: 'devices' },
  311: { maker: 'Microsoft', makes: 'parts' },
  318: { maker: 'APC', makes: 'devices' },
  332: { maker: 'Digi International', makes: 'parts' },
  367: { maker: 'Ricoh', makes: 'devices' },
  368: { maker: 'Axis', makes: 'devices' },
  534: { maker: 'Eaton', makes: 'devices' },
  641: { maker: 'Lexmark', makes: 'devices' },
  674: { maker: 'Dell', makes: 'devices' },
  1248: { maker: 'Epson', makes: 'devices' },
  1347: { maker: 'Kyocera', makes: 'devices' },
  1602: { maker: 'Canon', makes: 'devices' },
  1776: { maker: 'Philips', makes: 'devices' },
  2435: { maker: 'Brother', makes: 'devices' },
  2636: { maker: 'Juniper', makes: 'devices' },
  2910: { maker: 'GE', makes: 'devices' },
  3592: { maker: 'Dräger', makes: 'devices' },
  3775: { maker: 'Agfa', makes: 'devices' },
  5264: { maker: 'Varian', makes: 'devices' },
  6876: { maker: 'VMware', makes: 'parts' },
  8072: { maker: 'Net-SNMP', makes: 'parts' },
  8691: { maker: 'Moxa', makes: 'parts' },
  9993: { maker: 'Terumo', makes: 'devices' },
  10096: { maker: 'Baxter', makes: 'devices' },
  10181: { maker: 'Cardinal Health', makes: 'devices' },
  12356: { maker: 'Fortinet', makes: 'devices' },
  12514: { maker: 'Abbott', makes: 'devices' },
  12621: { maker: 'GE', makes: 'devices' },
  14618: { maker: 'Mennen Medical', makes: 'devices' },
  14988: { maker: 'MikroTik', makes: 'devices' },
  15076: { maker: 'Fresenius', makes: 'devices' },
  17694: { maker: 'Elekta', makes: 'devices' },
  19816: { maker: 'Philips', makes: 'devices' },
  23670: { maker: 'Nihon Kohden', makes: 'devices' },
  23883: { maker: 'Fresenius Medical Care', makes: 'devices' },
  23957: { maker: 'Spacelabs', makes: 'devices' },
}

/** Of `1.3.6.1.4.1.N…`; undefined when it is no such identifier or nobody we know. */
export function enterpriseOf(oid: string): Enterprise | undefined {
  const number = /^1\.3\.6\.1\.4\.1\.(\d+)(?:\.|$)/.exec(oid)?.[1]
  return number === undefined ? undefined : enterprises[Number(number)]
}

export function enterpriseByNumber(number: number): Enterprise | undefined {
  return enterprises[number]
}
