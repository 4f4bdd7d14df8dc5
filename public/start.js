// Loads the app: its glue, then its wasm. Browsers that come here have passed boot.js, which shows
// what to do when this fails.
const meta = (name) => document.querySelector(`meta[name="rh-${name}"]`).content;

import(meta("app"))
  .then((app) => app.default({ module_or_path: meta("app-wasm") }))
  .catch((error) => {
    console.error(error);
    dispatchEvent(new Event("rh-load-failed"));
  });
