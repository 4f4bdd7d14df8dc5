// The page's clock: a classic worker, since timers of a hidden window are slowed down and those of
// a worker are not. {type: "start", every: MS} begins ticking, {type: "stop"} ends it.
"use strict";

let timer;

onmessage = (event) => {
  const message = event.data;
  clearInterval(timer);
  if (message && message.type === "start") {
    const every = Math.min(60000, Math.max(50, Number(message.every) || 250));
    timer = setInterval(() => postMessage("tick"), every);
  }
};
