import { expect, test } from "vitest";
import { formatRecording, parseRecording } from "./file.ts";
import { smallRecording } from "./testing/session-maker.ts";

const recording = smallRecording();
const text = formatRecording(recording);

test("an evening comes back from its file as it was, without names unless they are asked for", () => {
  const { names, ...rest } = recording;
  expect(parseRecording(text)).toEqual(rest);
  expect(text).not.toContain("Ana");
  expect(parseRecording(formatRecording(recording, { withNames: true })).names).toEqual(names);
});

test("every flipped character of the content is found by the checksum", () => {
  const start = text.indexOf("\n") + 1;
  for (let at = start; at < text.length - 1; at += 97) {
    const other = text[at] === "x" ? "y" : "x";
    const damaged = text.slice(0, at) + other + text.slice(at + 1);
    expect(() => parseRecording(damaged)).toThrow(
      expect.objectContaining({ code: "file-damaged" }),
    );
  }
  expect(() => parseRecording(text.slice(0, -40))).toThrow(/checksum/);
});

test("a file of a newer version is refused as such, whatever its content has become", () => {
  const newer = '{"format":"tureen-evening","version":2,"sha256":"","zip":true}\nsomething else';
  expect(() => parseRecording(newer)).toThrow(
    expect.objectContaining({ code: "file-newer", message: expect.stringContaining("version 2") }),
  );
});

test.each(["", "hello", "{}", '{"format":"other","version":1,"sha256":""}\n{}', "\n\n"])(
  "what is no evening is refused: %j",
  (other) => {
    expect(() => parseRecording(other)).toThrow(expect.objectContaining({ code: "file-foreign" }));
  },
);

test("a content that does not fit is refused although its checksum is right", () => {
  const broken = formatRecording({ ...recording, table: 7 as unknown as string });
  expect(() => parseRecording(broken)).toThrow(/table/);
});
