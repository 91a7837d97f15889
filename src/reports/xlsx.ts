import { Zip, ZipDeflate } from 'fflate'

/** Rows of a sheet that are packed at a time. */
const rowsPerPiece = 500
/** Excel's own limits. */
const mostRows = 1_048_576
const longestCell = 32_767

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const typeOf = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/**
 * A workbook of one sheet whose cells are all texts, so that none is a formula and no number loses its zeros; its first row stays in sight.
 * Packed piece by piece. What stands below the last row that Excel can show is left out. Source: ECMA-376-1 §12, §18.3.
 */
export function* writeWorkbook(sheet: string, rows: Iterable<readonly string[]>): Generator<Uint8Array> {
  const packed: Uint8Array[] = []
  const zip = new Zip((error, piece) => {
    if (error !== null) throw error
    packed.push(piece)
  })
  for (const [name, xml] of partsOf(sheet)) add(zip, name).push(Buffer.from(head + xml), true)
  const part = add(zip, 'xl/worksheets/sheet1.xml')
  for (const xml of sheetXml(rows)) {
    part.push(Buffer.from(xml))
    yield* packed.splice(0)
  }
  part.push(new Uint8Array(), true)
  zip.end()
  yield* packed.splice(0)
}

function add(zip: Zip, name: string): ZipDeflate {
  const part = new ZipDeflate(name, { level: 6 })
  zip.add(part)
  return part
}

function partsOf(sheet: string): readonly (readonly [name: string, xml: string])[] {
  return [
    [
      '[Content_Types].xml',
      `<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${typeOf}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${typeOf}.worksheet+xml"/></Types>`,
    ],
    [
      '_rels/.rels',
      `<Relationships xmlns="${packages}/relationships"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="${escaped(sheet)}" sheetId="1" r:id="r1"/></sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="${packages}/relationships"><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ],
  ]
}

function* sheetXml(rows: Iterable<readonly string[]>): Generator<string> {
  let xml = `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews><sheetData>`
  let count = 0
  for (const row of rows) {
    count += 1
    if (count > mostRows) break
    xml += `<row r="${count}">${row.map((cell, at) => cellXml(cell, `${columnName(at)}${count}`)).join('')}</row>`
    if (count % rowsPerPiece !== 0) continue
    yield xml
    xml = ''
  }
  yield `${xml}</sheetData></worksheet>`
}

function cellXml(cell: string, reference: string): string {
  if (cell === '') return ''
  return `<c r="${reference}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell.slice(0, longestCell))}</t></is></c>`
}

/** `A`, `Z`, `AA`: columns from 0. */
function columnName(at: number): string {
  const letter = String.fromCharCode(65 + (at % 26))
  return at < 26 ? letter : columnName(Math.floor(at / 26) - 1) + letter
}

/** Text within XML 1.0; what it cannot hold is left out. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u{20}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
