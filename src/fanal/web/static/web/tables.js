// An enhancement only: a file, or more than a page takes, is read here as text and sent in pieces. Each is acknowledged;
// what did not arrive is sent again. Without this the box takes what is pasted.
(() => {
  "use strict";
  const place = document.querySelector("template[data-table-in]");
  const form = place && [...document.forms].find((one) => one.elements.pieces);
  if (!form) return;
  const told = place.dataset, box = form.elements.text, size = Number(told.size);
  box.closest(".field").before(place.content);
  const file = form.querySelector("input[type=file]"), said = form.querySelector("#table_file_said");
  const bar = form.querySelector("progress"), button = form.querySelector("button");

  const starts = (bytes, ...signs) => signs.some((sign) => sign.every((byte, at) => bytes[at] === byte));

  // The text of it; a workbook is read. Throws the sentence that the person reads.
  const look = async (blob) => {
    const large = new Error(told.large);
    if (!blob.size) throw new Error(told.empty);
    if (blob.size > Number(told.most)) throw large;
    const first = new Uint8Array(await blob.slice(0, 4).arrayBuffer());
    if (starts(first, [0xff, 0xfe], [0xfe, 0xff])) throw new Error(told.encoding);
    if (starts(first, [0xd0, 0xcf, 0x11, 0xe0])) throw new Error(told.workbook);
    if (!starts(first, [0x50, 0x4b, 3, 4])) return blob;
    try {
      return await fanalWorkbook(blob, large);
    } catch (error) {
      throw error === large ? large : new Error(told.workbook);
    }
  };

  async function* texts(blob) {
    const decoder = new TextDecoder("utf-8", { fatal: true });
    for (let at = 0; at < blob.size; at += size) {
      const bytes = await blob.slice(at, at + size).arrayBuffer();
      let text;
      try {
        text = decoder.decode(bytes, { stream: at + size < blob.size });
      } catch {
        throw new Error(told.encoding);
      }
      yield text;
    }
  }

  const wait = (seconds) => new Promise((go) => setTimeout(go, seconds * 1000));

  const send = async (url, body) => {
    for (const pause of [1, 2, 4, 0]) {
      try {
        const answer = await fetch(url, {
          method: "POST",
          body,
          headers: { "Content-Type": "text/plain;charset=utf-8", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
        });
        if (answer.ok && !answer.redirected) return;
        const json = (answer.headers.get("Content-Type") || "").startsWith("application/json");
        throw new Error(json ? (await answer.json()).words : told.lost);
      } catch (error) {
        if (!(error instanceof TypeError)) throw error; // no connection: try again
        if (!pause) throw new Error(told.lost);
        await wait(pause);
      }
    }
  };

  const fresh = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  };

  const sendAll = async (chosen) => {
    const blob = await look(chosen);
    const table = fresh(), pieces = Math.ceil(blob.size / size);
    const here = told.url.replace("00000000-0000-0000-0000-000000000000", table).replace(/0\/$/, "");
    bar.max = pieces;
    bar.hidden = false;
    for (let round = 0, wanted = null; round < 3 && (!wanted || wanted.length); round++) {
      let number = 0;
      for await (const text of texts(blob)) {
        if (!wanted || wanted.includes(number)) await send(`${here}${number}/`, text);
        bar.value = ++number;
      }
      const answer = await fetch(`${here}?sent=${pieces}`);
      if (!answer.ok || answer.redirected) throw new Error(told.lost);
      wanted = (await answer.json()).missing;
    }
    form.elements.table.value = table;
    form.elements.pieces.value = pieces;
    box.disabled = true;
    form.submit();
  };

  form.addEventListener("submit", async (event) => {
    const chosen = file.files[0];
    if (!chosen && box.value.length <= Number(told.longest)) return;
    event.preventDefault();
    said.textContent = "";
    button.disabled = true;
    try {
      await sendAll(chosen || new Blob([box.value]));
    } catch (error) {
      said.textContent = error instanceof TypeError ? told.lost : error.message;
      bar.hidden = true;
      button.disabled = false;
      file.focus();
    }
  });

  // Back to this page from the next one: as it was before the press.
  addEventListener("pageshow", () => {
    box.disabled = button.disabled = false;
    form.elements.table.value = form.elements.pieces.value = "";
    bar.hidden = true;
  });
})();
