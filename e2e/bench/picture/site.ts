// The bench's own pages on a loopback port: the scenes, and the two ends of a video track or a download.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { SCENES } from "./scenes/index.js";
import { documentOf } from "./scenes/document.js";

/** A page that asks for the screen when its button is pressed, and one that shows it. */
const SHARING = `<!doctype html><meta charset="utf-8"><title>Sharing</title><button id="share">Share</button>`;
const SEEING = `<!doctype html><meta charset="utf-8"><title>Seeing</title>
<style>body { margin: 0 } video { display: block; width: 100vw; height: auto }</style>`;
const DOWNLOAD = `<!doctype html><meta charset="utf-8"><title>Download</title>`;

export class Site {
  private constructor(
    readonly url: string,
    private readonly end: () => Promise<void>,
  ) {}

  static async open(): Promise<Site> {
    const pages = new Map<string | undefined, string>(SCENES.map((scene) => [`/scene/${scene.name}`, documentOf(scene)]));
    pages.set("/sharing", SHARING);
    pages.set("/seeing", SEEING);
    pages.set("/download", DOWNLOAD);
    const server = createServer((request, response) => {
      const page = pages.get(request.url);
      response.writeHead(page === undefined ? 404 : 200, { "content-type": "text/html; charset=utf-8" });
      response.end(page ?? "");
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new Site(`http://localhost:${(server.address() as AddressInfo).port}`, async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    });
  }

  close(): Promise<void> {
    return this.end();
  }
}
