import { visible } from '../../model/index.ts'
import type { Answer, AnsweredDevice } from '../../model/index.ts'
import { toCsvLine } from '../csv.ts'
import type { Exporter } from '../exporter.ts'
import { firstOf } from '../first-of.ts'
import { sayDay, sayRange, sayReason, saySource, sayVerdict, sayVersions } from '../say.ts'
import { wordsOf } from '../words/of.ts'
import { csvColumns } from '../words/words.ts'
import type { CsvColumn, Words } from '../words/words.ts'

/** Spreadsheets take a file for UTF-8 only when it begins so. */
const byteOrderMark = '\uFEFF'

/** A list for a spreadsheet, a line for each device. Of several components it shows the most telling. */
export const csv: Exporter = {
  id: 'csv',
  source: 'https://www.rfc-editor.org/rfc/rfc4180',
  mediaType: 'text/csv; charset=utf-8',
  async *write(answer, lists, { language, limit, verdicts }) {
    const words = wordsOf(language)
    yield byteOrderMark
    yield toCsvLine(
      csvColumns.map((column) => words.csvColumns[column]),
      words.csvSeparator,
    )
    for await (const device of firstOf(lists.devices(verdicts), limit)) {
      const cells = toCells(words, answer.question, device)
      yield toCsvLine(
        csvColumns.map((column) => (cells[column] === undefined ? undefined : visible(cells[column]))),
        words.csvSeparator,
      )
    }
  },
}

function toCells(
  words: Words,
  question: Answer['question'],
  device: AnsweredDevice,
): Readonly<Record<CsvColumn, string | undefined>> {
  const versions = device.why.flatMap((each) => each.versions ?? [])[0]
  const spoken = device.why.filter((each) => each.versions === undefined)
  const why = spoken.find(({ reason }) => reason === device.reason) ?? spoken[0]
  const scope = device.scope === 'inScope' ? undefined : words.scopes[device.scope]
  return {
    verdict: device.verdict === null ? scope : sayVerdict(words, question, device.verdict).name,
    reason: device.reason === undefined ? undefined : sayReason(words, question, device.reason),
    site: device.site,
    ward: device.ward,
    room: device.room,
    assetTag: device.assetTag,
    serial: device.serial,
    maker: device.maker,
    model: device.model,
    softwareVersion: device.softwareVersion,
    versionSource: device.versionSource === undefined ? undefined : saySource(words, device.versionSource),
    versionDate: device.versionSeenAt === undefined ? undefined : sayDay(device.versionSeenAt),
    host: device.hostName,
    macs: device.macs.join(' '),
    ips: device.ips.join(' '),
    component: why?.component?.name,
    componentVersion: why?.component?.version,
    vulnerability: why?.vulnerability,
    range: why?.range === undefined ? undefined : sayRange(words, why.range),
    advisory: why?.advisory,
    sbom: why?.sbom?.fileName ?? why?.sbom?.sha256,
    otherVersions: versions === undefined ? undefined : sayVersions(words, versions),
  }
}
