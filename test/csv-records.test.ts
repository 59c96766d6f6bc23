/** CSV as it is read: what is written comes back, and what could be meant in two ways is refused with its line. */
import { array, assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { csvLine } from "#shared/csv-lines.ts";
import { readCsv } from "#shared/csv-records.ts";
import { ok } from "#shared/result.ts";

const cellsOf = (text: string): unknown => {
  const read = readCsv(text);
  return read.ok ? read.value.map(({ cells }) => cells) : read.error;
};

test("cells come back as they were written, whatever is in them", () => {
  const cell = string({ unit: "grapheme" }).filter((text) => !/^[=+\-@\t\r\uFEFF]/.test(text));
  const record = array(cell, { minLength: 2, maxLength: 5 });
  assert(
    property(array(record, { maxLength: 5 }), (records) => {
      expect(cellsOf(records.map((cells) => csvLine(cells)).join(""))).toEqual(records);
    }),
  );
});

test.for<[text: string, cells: string[][]]>([
  ["", []],
  ["\n\r\n", []],
  ["a,b", [["a", "b"]]],
  [
    "a,b\r\nc,d\n",
    [
      ["a", "b"],
      ["c", "d"],
    ],
  ],
  [
    "a,\n,b",
    [
      ["a", ""],
      ["", "b"],
    ],
  ],
  ["a,", [["a", ""]]],
  ['"a\r\nb","c,""d"""\n', [["a\r\nb", 'c,"d"']]],
  ["\uFEFFa,b", [["a", "b"]]],
])("%j is read as it is meant", ([text, cells]) => {
  expect(cellsOf(text)).toEqual(cells);
});

test.for<[text: string, line: number]>([
  ['a,"b', 1],
  ['a\nb"c"', 2],
  ['"a"b', 1],
  ['x\n"a\nb"\n"c" ,d', 4],
  ["a\rb", 1],
])("%j is refused with its line", ([text, line]) => {
  expect(cellsOf(text)).toMatchObject({ line });
});

test("a record says the line it begins on, also after cells of several lines", () => {
  expect(readCsv('a\n"b\nc"\n\nd')).toEqual(
    ok([
      { line: 1, cells: ["a"] },
      { line: 2, cells: ["b\nc"] },
      { line: 5, cells: ["d"] },
    ]),
  );
});

test("a megabyte is read at once", () => {
  const line = `${"x".repeat(100)},"${"y".repeat(100)}"\n`;
  const read = readCsv(line.repeat(5000));
  expect(read.ok && read.value.length).toBe(5000);
});
