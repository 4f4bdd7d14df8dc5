// A way in which the captured screen comes before somebody's eyes.
import type { BrowserContext, Page } from "@playwright/test";
import type { Broker } from "../../../fixtures/broker.js";
import type { Person } from "../browsers.js";
import type { Size } from "../scenes/scene.js";
import type { Site } from "../site.js";
import type { Stages } from "../stages.js";

/** A page behind another one gets an animation frame a second, as it does with people. */
export type Place = "in front" | "beside";

/** What all methods share. */
export interface World {
  broker: Broker;
  site: Site;
  sharer: Person;
  helper: Person;
  /** Opens the page that is captured, in front of the sharer's own page, or beside it in a window apart. */
  content: (sharing: Page, size: Size, place: Place) => Promise<Page>;
  /** Brings it to where it is captured, and tells where in the picture its corner is. */
  front: (content: Page) => Promise<{ x: number; y: number }>;
}

/** What a method needs of it: any two people's browsers. */
export interface Seats extends Omit<World, "sharer" | "helper"> {
  sharer: { context: BrowserContext };
  helper: { context: BrowserContext };
}

/** A method at work. */
export interface Sitting {
  /** The page whose browser captures. */
  sharing: Page;
  /** The page where the picture is seen. */
  seeing: Page;
  /** The element there. */
  selector: string;
  kind: "video" | "canvas";
  content: Page;
  /** Whether what is held is what was captured, once the screen is still; `null` if that cannot be asked. */
  exact: () => Promise<boolean | null>;
  /** How long its stages take, looked at for so many seconds; only the product tells that. */
  stages?: (seconds: number) => Promise<Stages>;
  /** What was really agreed upon. */
  notes: () => Promise<Record<string, unknown>>;
  close: () => Promise<void>;
}

export interface Method {
  name: string;
  title: string;
  /** Seconds that opening and closing take, and what comes after each scene. */
  seconds: number;
  judging: number;
  open: (world: Seats, size: Size) => Promise<Sitting>;
}
