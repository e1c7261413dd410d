// The first sheet of a workbook (XLSX) as the text of a table, read here: the file itself is not sent. ZIP (APPNOTE 6.3.10)
// and SpreadsheetML (ECMA-376, part 1, 18). As on the server (`engines/workbooks.py`) nothing is computed: a formula
// comes as one, with its equals sign, a date as ISO 8601.
"use strict";
globalThis.fanalWorkbook = (() => {
  const EOCD = 0x06054b50, ENTRY = 0x02014b50, DAY = 86_400_000;
  const all = (node, name) => [...node.getElementsByTagNameNS("*", name)];
  const first = (node, name) => node.getElementsByTagNameNS("*", name)[0];

  // The parts of the archive: name to where its bytes are.
  const listed = async (blob) => {
    const start = Math.max(0, blob.size - 65_557), tail = new DataView(await blob.slice(start).arrayBuffer());
    let at = tail.byteLength - 22;
    while (at >= 0 && tail.getUint32(at, true) !== EOCD) at--;
    if (at < 0) throw new RangeError("no archive");
    const from = tail.getUint32(at + 16, true), list = new DataView(await blob.slice(from, from + tail.getUint32(at + 12, true)).arrayBuffer());
    const parts = new Map();
    for (let place = 0; place + 46 <= list.byteLength && list.getUint32(place, true) === ENTRY;) {
      const length = list.getUint16(place + 28, true);
      const name = new TextDecoder().decode(new Uint8Array(list.buffer, place + 46, length));
      parts.set(name, { method: list.getUint16(place + 10, true), size: list.getUint32(place + 20, true), at: list.getUint32(place + 42, true) });
      place += 46 + length + list.getUint16(place + 30, true) + list.getUint16(place + 32, true);
    }
    return parts;
  };

  // A part as XML; no more is unpacked than `most` bytes of all of them together.
  const reader = (blob, parts, most) => async (name) => {
    const part = parts.get(name);
    if (!part) return null;
    const head = new DataView(await blob.slice(part.at, part.at + 30).arrayBuffer());
    const from = part.at + 30 + head.getUint16(26, true) + head.getUint16(28, true);
    let stream = blob.slice(from, from + part.size).stream();
    if (part.method === 8) stream = stream.pipeThrough(new DecompressionStream("deflate-raw"));
    const pieces = [];
    for (let source = stream.getReader(), piece; !(piece = await source.read()).done; pieces.push(piece.value)) {
      if ((most.bytes -= piece.value.length) < 0) throw most.error;
    }
    const found = new DOMParser().parseFromString(await new Blob(pieces).text(), "application/xml");
    if (first(found, "parsererror")) throw new RangeError("no XML");
    return found;
  };

  // What is read aloud above an East Asian word (rPh) is no part of it.
  const text = (node) => all(node, "t").filter((one) => one.parentNode.localName !== "rPh").map((one) => one.textContent).join("")
    .replace(/_x([0-9A-Fa-f]{4})_/g, (_all, code) => String.fromCharCode(parseInt(code, 16)));

  // Which formats of cells are those of a day or an hour (18.8.30).
  const dated = (styles) => {
    const own = new Map(styles ? all(styles, "numFmt").map((one) => [one.getAttribute("numFmtId"), one.getAttribute("formatCode")]) : []);
    const plain = (code) => code.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, "");
    const is = (id) => own.has(id) ? /[ymdhs]/i.test(plain(own.get(id))) : (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
    const cells = styles && first(styles, "cellXfs");
    return cells ? all(cells, "xf").map((one) => is(one.getAttribute("numFmtId"))) : [];
  };

  const day = (serial, from) => {
    const iso = new Date(from + Math.round(serial * 86_400) * 1000).toISOString();
    return serial < 1 ? iso.slice(11, 16) : Number.isInteger(serial) ? iso.slice(0, 10) : iso.slice(0, 16);
  };

  const place = (name) => [...name.replace(/\d/g, "")].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

  // Raises what `tooLarge` is, or another error where it is no workbook that can be read.
  return async (blob, tooLarge) => {
    const part = reader(blob, await listed(blob), { bytes: 128 * 2 ** 20, error: tooLarge });
    const book = await part("xl/workbook.xml"), links = await part("xl/_rels/workbook.xml.rels");
    const wanted = [...first(book, "sheet").attributes].find((one) => one.localName === "id").value;
    const target = all(links, "Relationship").find((one) => one.getAttribute("Id") === wanted).getAttribute("Target");
    const sheet = await part(target.startsWith("/") ? target.slice(1) : `xl/${target}`);
    const strings = await part("xl/sharedStrings.xml"), shared = strings ? all(strings, "si").map(text) : [];
    const days = dated(await part("xl/styles.xml"));
    const later = /^(1|true)$/.test(first(book, "workbookPr")?.getAttribute("date1904") ?? "");
    const from = later ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
    const said = (cell) => {
      const formula = first(cell, "f"), value = first(cell, "v")?.textContent ?? "", kind = cell.getAttribute("t") ?? "n";
      if (formula) return `=${formula.textContent}`;
      if (kind === "s") return shared[value] ?? "";
      if (kind === "inlineStr") return text(cell);
      if (kind === "b") return value === "1" ? "TRUE" : "FALSE";
      return kind === "n" && value && days[cell.getAttribute("s")] ? day(Number(value), from) : value;
    };
    const lines = [];
    for (const row of all(first(sheet, "sheetData"), "row")) {
      while (lines.length < Number(row.getAttribute("r")) - 1) lines.push("");
      const cells = [];
      all(row, "c").forEach((cell, at) => { cells[cell.hasAttribute("r") ? place(cell.getAttribute("r")) : at] = said(cell); });
      lines.push(Array.from(cells, (cell) => `"${(cell ?? "").replaceAll('"', '""')}"`).join(","));
    }
    return new Blob([lines.join("\n")]);
  };
})();
