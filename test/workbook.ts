import { strToU8, zipSync } from 'fflate'

/** An Excel workbook of texts and numbers, each sheet by its name; built for a test, with nothing that the cells do not need. */
export function workbookOf(
  sheets: Readonly<Record<string, readonly (readonly (string | number)[])[]>>,
): Uint8Array<ArrayBuffer> {
  return workbookOfXml(
    Object.fromEntries(Object.entries(sheets).map(([name, rows]) => [name, rows.map(rowXml).join('')])),
  )
}

/** The same from the XML within each `sheetData`, with other parts of the archive beside it: `{ 'xl/styles.xml': '…' }`. */
export function workbookOfXml(
  sheets: Readonly<Record<string, string>>,
  others: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const names = Object.keys(sheets)
  const list = names.map((name, n) => `<sheet name="${escaped(name)}" sheetId="${n + 1}" r:id="s${n}"/>`).join('')
  const links = names.map(
    (_, n) => `<Relationship Id="s${n}" Type="${office}/worksheet" Target="worksheets/${n}.xml"/>`,
  )
  const parts: Record<string, string> = {
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${list}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${links.join('')}${linkTo('sharedStrings')}${linkTo('styles')}</Relationships>`,
    ...others,
  }
  for (const [n, name] of names.entries())
    parts[`xl/worksheets/${n}.xml`] =
      `<worksheet xmlns="${main}"><sheetData>${sheets[name] ?? ''}</sheetData></worksheet>`
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, xml]) => [name, strToU8(xml)])))
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

function linkTo(part: string): string {
  return `<Relationship Id="${part}" Type="${office}/${part}" Target="${part}.xml"/>`
}

function rowXml(cells: readonly (string | number)[]): string {
  const inner = cells.map((cell) =>
    typeof cell === 'number'
      ? `<c><v>${cell}</v></c>`
      : cell === ''
        ? '<c/>'
        : `<c t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`,
  )
  return `<row>${inner.join('')}</row>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
