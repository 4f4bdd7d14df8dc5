// A dark editor with text of sub-pixel colours, as screens with LCD smoothing have it; typing, and a
// list of completions that comes and goes.
import { editable } from "./code-page.js";
import type { Scene } from "./scene.js";

export const ide: Scene = {
  name: "ide",
  title: "typing in a dark editor, text with coloured edges",
  kind: "changes",
  // Headless browsers smooth in grey; the shadows stand for what LCD smoothing does.
  style: `
    body { margin: 0; background: #1e1e2e; color: #cdd6f4 }
    pre { margin: 0; padding: 24px 0 0 360px; font: 15px/20px "DejaVu Sans Mono", monospace; text-shadow: -.4px 0 #f006, .4px 0 #06f6 }
    pre b { font-weight: 600; color: #cba6f7 } pre i { font-style: normal; color: #89b4fa }
    pre u { text-decoration: none; color: #fab387 } pre s { text-decoration: none; color: #7f849c }
    aside { position: fixed; inset: 0 auto 0 0; width: 300px; background: #181825; font: 14px/26px "DejaVu Sans", sans-serif }
    aside p { margin: 24px; color: #a6adc8 }
    #list { position: fixed; left: 620px; top: 520px; width: 340px; padding: 8px 0; background: #313244; border: 1px solid #45475a;
      font: 14px/24px "DejaVu Sans Mono", monospace } #list div { padding: 0 12px } #list div:first-child { background: #45475a }`,
  body: `${editable(3)}<aside><p>crates<br>protocol<br>session<br>screen<br>broker<br>src<br>xtask<br>e2e</p></aside>
    <div id="list" hidden><div>begin(frame, keyframe)</div><div>between(first, last)</div><div>borrow_mut()</div><div>bytes_left()</div><div>by_ref()</div></div>`,
  act: {
    every: 100,
    change: (count) => {
      const text = "let frame = encoder.begin(&picture, keyframe)?; // what was sent ";
      const lines = document.querySelectorAll(".typed");
      const line = lines[Math.floor((count - 1) / text.length) % lines.length];
      if (line) line.textContent = text.slice(0, ((count - 1) % text.length) + 1);
      const list = document.getElementById("list");
      if (list) list.hidden = count % 20 < 12;
    },
  },
  seconds: 6,
};
