import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { workbookOf, workbookOfXml } from '../../../test/workbook.ts'
import { isWorkbook, readWorkbook } from './index.ts'
import type { Sheet, WorkbookProblems } from './index.ts'
import { workbookLimits } from './limits.ts'
import type { WorkbookLimits } from './limits.ts'

interface Problem {
  readonly severity: 'lost' | 'gap' | 'broke'
  readonly place: string
}

function collectProblems(): { problems: WorkbookProblems; told: Problem[] } {
  const told: (Problem & { message: string })[] = []
  const tell = (severity: Problem['severity']) => (place: string, message: string) => {
    told.push({ severity, place, message })
  }
  return { problems: { lost: tell('lost'), gap: tell('gap'), broke: tell('broke') }, told }
}

function read(
  bytes: Uint8Array,
  limits: Partial<WorkbookLimits> = {},
): { sheets: readonly Sheet[] | undefined; problems: readonly Problem[] } {
  const { problems, told } = collectProblems()
  const sheets = readWorkbook(problems, bytes, { ...workbookLimits, ...limits })
  return { sheets, problems: told }
}

function cellsOf(bytes: Uint8Array): readonly (readonly string[])[] {
  const { sheets, problems } = read(bytes)
  assert.deepEqual(problems, [])
  return sheets?.[0]?.rows.map(({ cells }) => cells) ?? []
}

test('sheets are read in the order of the workbook, with the number of each filled row and its numbers told apart', () => {
  const bytes = workbookOf({
    Parts: [
      ['Name', 'Version'],
      ['', ''],
      ['a & <b>', 1.1],
    ],
    Éléments: [['', 'x']],
  })
  assert.ok(isWorkbook(bytes))
  const { sheets, problems } = read(bytes)
  assert.deepEqual(problems, [])
  assert.deepEqual(sheets, [
    {
      name: 'Parts',
      rows: [
        { number: 1, cells: ['Name', 'Version'], numbers: [] },
        { number: 3, cells: ['a & <b>', '1.1'], numbers: [1] },
      ],
    },
    { name: 'Éléments', rows: [{ number: 1, cells: ['', 'x'], numbers: [] }] },
  ])
})

test('shared texts are whole across their runs, without how to pronounce them', () => {
  const bytes = workbookOfXml(
    { S: '<row r="4"><c r="B4" t="s"><v>1</v></c><c r="D4" t="s"><v>0</v></c></row>' },
    {
      'xl/sharedStrings.xml':
        '<sst><si><t>one</t></si><si><r><t>t</t></r><r><t>wo</t></r><rPh><t>deux</t></rPh></si></sst>',
    },
  )
  assert.deepEqual(cellsOf(bytes), [['', 'two', '', 'one']])
})

test('numbers and dates are the texts that their cells show', () => {
  const styles =
    '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[$-40C]dd/mm/yyyy;@"/><numFmt numFmtId="165" formatCode="0.000"/><numFmt numFmtId="166" formatCode="&quot;day&quot; 0"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="2"/><xf numFmtId="165"/><xf numFmtId="22"/><xf numFmtId="166"/></cellXfs></styleSheet>'
  const cell = (style: number, value: string, type = 'n'): string => `<c s="${style}" t="${type}"><v>${value}</v></c>`
  for (const [xml, shown] of [
    [cell(0, '1.1000000000000001'), '1.1'],
    [cell(3, '1.1'), '1.10'],
    [cell(4, '2'), '2.000'],
    [cell(1, '45658'), '2025-01-01'],
    [cell(2, '1'), '1900-01-01'],
    [cell(2, '61'), '1900-03-01'],
    [cell(5, '45658.75'), '2025-01-01T18:00:00'],
    [cell(5, '0.5'), '12:00:00'],
    [cell(6, '7'), '7'],
    [cell(1, '1e300'), '1e+300'],
    [cell(0, '1', 'b'), 'TRUE'],
    [cell(0, '#N/A', 'e'), '#N/A'],
    [cell(0, '2025-01-01', 'd'), '2025-01-01'],
    ['<c t="str"><f>A1&amp;B1</f><v>whole</v></c>', 'whole'],
  ] as const)
    assert.deepEqual(cellsOf(workbookOfXml({ S: `<row>${xml}</row>` }, { 'xl/styles.xml': styles })), [[shown]], xml)
})

test('what a cell does not hold is told by sheet and row', () => {
  const { sheets, problems } = read(
    workbookOfXml({ 'My list': '<row r="7"><c><f>1+1</f></c><c t="s"><v>9</v></c><c><v>3</v></c></row>' }),
  )
  assert.deepEqual(sheets?.[0]?.rows[0]?.cells, ['', '', '3'])
  assert.deepEqual(
    problems.map(({ severity, place }) => `${severity} ${place}`),
    ['lost sheet "My list", row 7', 'lost sheet "My list", row 7'],
  )
})

test('empty rows and cells, however many, leave nothing behind and hide nothing', () => {
  const empty = Array.from(
    { length: 20_000 },
    (_, n) => `<row r="${n + 1}" spans="1:3"><c r="A${n + 1}" s="1"/><c r="B${n + 1}" s="1"/></row><row r="${n + 1}"/>`,
  ).join('')
  const { sheets } = read(
    workbookOfXml({
      S: `${empty}<row r="20001"><c r="A20001" s="1"/><c r="C20001"><v>5</v></c></row><row/><row><c/><c><v>6</v></c></row>`,
    }),
    { elements: 100 },
  )
  assert.deepEqual(
    sheets?.[0]?.rows.map(({ number, cells }) => [number, ...cells]),
    [
      [20_001, '', '', '5'],
      [20_003, '', '6'],
    ],
  )
})

test('each limit keeps what stands before it, and says that something was left out', () => {
  const bytes = workbookOf({ A: [['one', 'two', 'three'], ['four'], ['five']], B: [['six']] })
  for (const [limits, rows] of [
    [{ cells: 4 }, 2],
    [{ columns: 2 }, 3],
    [{ sheets: 1 }, 3],
    [{ cellLength: 3 }, 3],
    [{ elements: 25 }, 2],
    [{ unpackedBytes: 200 }, undefined],
    [{ entries: 2 }, undefined],
  ] as const) {
    const { sheets, problems } = read(bytes, limits)
    assert.equal(sheets?.[0]?.rows.length, rows, JSON.stringify(limits))
    assert.notEqual(problems.length, 0, JSON.stringify(limits))
  }
})

test('an archive that is broken, barred or no workbook is told so, and nothing is thrown', () => {
  const sound = workbookOf({ S: [['a']] })
  const barred = Buffer.from(sound)
  const head = Buffer.from([0x50, 0x4b, 0x01, 0x02])
  for (let at = barred.indexOf(head); at !== -1; at = barred.indexOf(head, at + 1)) barred[at + 8] = 1
  for (const [bytes, says] of [
    [new Uint8Array(), /no directory/],
    [sound.slice(0, -30), /no directory/],
    [barred, /password/],
    [workbookOfXml({ S: '' }, { 'xl/workbook.xml': '<!DOCTYPE a []><workbook/>' }), /DOCTYPE/],
    [workbookOfXml({ S: '<row><c' }), /malformed/],
    [workbookOfXml({ S: '<a>'.repeat(100) }), /nested deeper/],
    [
      workbookOfXml(
        {},
        { 'xl/workbook.xml': '<workbook xmlns:r="r"><sheets><sheet name="S" r:id="x"/></sheets></workbook>' },
      ),
      /does not hold it/,
    ],
  ] as const)
    assert.match(JSON.stringify(read(bytes).problems), says)
})

test('no damage to a workbook makes the reader throw', () => {
  const sound = workbookOfXml(
    { S: '<row><c t="s"><v>0</v></c></row>' },
    { 'xl/sharedStrings.xml': '<sst><si><t>one</t></si></sst>' },
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), { maxLength: 20 }), (hits) => {
      const damaged = sound.slice()
      for (const [at, byte] of hits) damaged[at] = byte
      read(damaged)
    }),
  )
})
