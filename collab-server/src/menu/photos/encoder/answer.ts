/**
 * How the encoder's process answers on its standard output: the length of a head of JSON in four bytes,
 * the head, and the pictures one after the other.
 */
import type { EncodedPhoto } from "@tureen/persistence/menu/photos/encoded-photo";
import { PHOTO_FORMATS } from "@tureen/shared/menu/photo";
import { ERRORS, type ErrorCode, TureenError } from "@tureen/shared/platform/errors";
import { z } from "zod";

const isCode = (code: unknown): code is ErrorCode => typeof code === "string" && code in ERRORS;

const head = z.union([
  z.object({ refused: z.custom<ErrorCode>(isCode) }),
  z.object({
    width: z.int(),
    height: z.int(),
    placeholder: z.string(),
    pictures: z.array(
      z.object({ width: z.int(), format: z.enum(PHOTO_FORMATS), bytes: z.int().min(1) }),
    ),
  }),
]);

/** A photo, or why there is none, as bytes. */
export function writeAnswer(answer: EncodedPhoto | { readonly refused: ErrorCode }): Buffer {
  const pictures = "refused" in answer ? [] : answer.pictures;
  const said: z.infer<typeof head> =
    "refused" in answer
      ? answer
      : {
          ...answer,
          pictures: pictures.map(({ data, ...rest }) => ({ ...rest, bytes: data.byteLength })),
        };
  const json = Buffer.from(JSON.stringify(said));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(json.byteLength);
  return Buffer.concat([length, json, ...pictures.map(({ data }) => data)]);
}

/** The photo of an answer. Throws the refusal that it holds, and an Error for what is no answer. */
export function readAnswer(bytes: Buffer): EncodedPhoto {
  const start = 4 + (bytes.byteLength < 4 ? 0 : bytes.readUInt32BE(0));
  const said = head.parse(JSON.parse(bytes.toString("utf8", 4, start)));
  if ("refused" in said) throw new TureenError(said.refused);
  let at = start;
  const pictures = said.pictures.map(({ width, format, bytes: length }) => {
    const data = bytes.subarray(at, at + length);
    if (data.byteLength !== length) throw new Error("a picture of the answer is missing");
    at += length;
    return { width, format, data };
  });
  return { ...said, pictures };
}
