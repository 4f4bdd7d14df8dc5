// The entry of the picture's worker: loads the wasm beside it and hands it every message.
// The build replaces the glue's name and the build id.
import init, * as rh from "./screen_worker.js";

const early = [];
let receive = (message) => early.push(message);
self.onmessage = ({ data }) => receive(data);

init().then(
  () => {
    rh.open("@build");
    receive = rh.receive;
    early.splice(0).forEach(receive);
  },
  () => self.postMessage({ type: "error", code: "worker-failed" }),
);
