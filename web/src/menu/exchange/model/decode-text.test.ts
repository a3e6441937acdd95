import { expect, test } from "vitest";
import { decodeText } from "./decode-text.ts";

test.each([
  ["UTF-8", [0xc3, 0xa4], "de", "ä"],
  ["UTF-8 with a mark", [0xef, 0xbb, 0xbf, 0xc3, 0xa4], "de", "ä"],
  ['UTF-16, as Excel\'s "Unicode text"', [0xff, 0xfe, 0xe4, 0x00], "de", "ä"],
  ["UTF-16 the other way round", [0xfe, 0xff, 0x00, 0xe4], "de", "ä"],
  ["Western Windows", [0xe4, 0x80], "de-AT", "ä€"],
  ["Japanese Windows", [0x90, 0x85], "ja", "水"],
  ["Chinese Windows", [0xb2, 0xcb], "zh-Hans", "菜"],
  ["Russian Windows", [0xe2, 0xee, 0xe4, 0xe0], "ru", "вода"],
])("%s is read", (_, bytes, locale, text) => {
  expect(decodeText(new Uint8Array(bytes), locale)).toBe(text);
});
