/**
 * The oldest browsers that the app runs in, each from the first months of 2022 (Firefox from that
 * summer): phones that are four years behind on updates. The build is made for them (vite.config.ts), what it
 * came to is checked against them (built-files.test.ts), and older ones are told so in plain HTML
 * (public/old-browser.js, which recognizes these by `Array.prototype.findLast`).
 *
 * The keys are those of @mdn/browser-compat-data. Samsung Internet 18 is Chrome 99 underneath.
 */
export const OLDEST_BROWSERS = {
  chrome: "97",
  chrome_android: "97",
  edge: "97",
  firefox: "104",
  firefox_android: "104",
  safari: "15.4",
  safari_ios: "15.4",
  samsunginternet_android: "18.0",
} as const;

/** The same for Vite: what JavaScript and CSS are rewritten for. */
export const BUILD_TARGETS: string[] = [
  `chrome${OLDEST_BROWSERS.chrome}`,
  `edge${OLDEST_BROWSERS.edge}`,
  `firefox${OLDEST_BROWSERS.firefox}`,
  `safari${OLDEST_BROWSERS.safari}`,
  `ios${OLDEST_BROWSERS.safari_ios}`,
];
