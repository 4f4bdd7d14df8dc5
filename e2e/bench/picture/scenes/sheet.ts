// A spreadsheet: the selection walks, and a column of numbers is reckoned again each time.
import type { Scene } from "./scene.js";
import { random } from "./text.js";

const ROWS = 44;
const COLUMNS = 20;

function table(): string {
  const next = random(41);
  const cells = Array.from({ length: ROWS }, (_, row) => {
    const numbers = Array.from({ length: COLUMNS }, () => `<td>${(next() * 10_000).toFixed(2)}</td>`);
    return `<tr><th>${row + 1}</th>${numbers.join("")}</tr>`;
  });
  const names = Array.from({ length: COLUMNS }, (_, i) => `<th>${String.fromCharCode(65 + i)}</th>`);
  return `<table><tr><th></th>${names.join("")}</tr>${cells.join("")}</table>`;
}

export const sheet: Scene = {
  name: "sheet",
  title: "a spreadsheet: the selection walks, a column changes",
  kind: "changes",
  style: `
    body { margin: 0; padding-top: 28px; background: #fff; color: #222; font: 13px/22px "DejaVu Sans", sans-serif }
    table { border-collapse: collapse; table-layout: fixed; width: 1920px }
    td, th { border: 1px solid #ccc; height: 22px; padding: 0 6px; overflow: hidden; text-align: right; font-weight: 400 }
    th { background: #f3f3f3; text-align: center } .at { outline: 2px solid #1a7f37; background: #eaf7ee }`,
  body: table(),
  act: {
    every: 150,
    change: (count) => {
      const rows = document.querySelectorAll("tr");
      document.querySelector(".at")?.classList.remove("at");
      const row = rows[1 + (Math.floor(count / 20) % (rows.length - 1))];
      row?.children[1 + (count % 20)]?.classList.add("at");
      rows.forEach((row, i) => {
        const cell = row.children[20];
        if (i > 0 && cell) cell.textContent = (((count * 7919 + i * 104729) % 1_000_000) / 100).toFixed(2);
      });
    },
  },
  seconds: 6,
};
