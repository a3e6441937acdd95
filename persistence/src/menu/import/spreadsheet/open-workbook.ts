import { TureenError } from "@tureen/shared/platform/errors";
import { unzipSync, type Zippable, zipSync } from "fflate";

/** What a workbook's tables may be once they are unpacked: a menu of 1 MB has some 10 MB of XML. */
const MAX_UNPACKED_BYTES = 48 * 1024 * 1024;
/** Parts of a workbook: each sheet has a few. */
const MAX_PARTS = 1_000;

/** How a zip begins; also one with a password, as an office program writes it, is no zip but an OLE file. */
const ZIP = [0x50, 0x4b, 0x03, 0x04];
const WORKBOOK = "xl/workbook.xml";

/**
 * An XLSX file's tables, packed anew without compression: nothing in it can unpack to more than it says,
 * and pictures are left out. Throws "spreadsheet-type", "spreadsheet-broken" and "spreadsheet-too-large".
 */
export function openWorkbook(file: Uint8Array): ArrayBuffer {
  if (!ZIP.every((byte, at) => file[at] === byte)) throw new TureenError("spreadsheet-type");
  const parts = unpacked(file);
  if (!Object.hasOwn(parts, WORKBOOK)) throw new TureenError("spreadsheet-type");
  const packed = zipSync(parts as Zippable, { level: 0 });
  return packed.buffer.slice(packed.byteOffset, packed.byteOffset + packed.byteLength);
}

function unpacked(file: Uint8Array): Record<string, Uint8Array> {
  let [count, bytes] = [0, 0];
  try {
    return unzipSync(file, {
      // Asked before each part is unpacked, into exactly as much memory as it says that it needs.
      filter({ name, originalSize }) {
        if (!/\.(?:xml|rels)$/.test(name)) return false;
        count += 1;
        bytes += originalSize;
        if (count > MAX_PARTS || bytes > MAX_UNPACKED_BYTES) {
          throw new TureenError("spreadsheet-too-large");
        }
        return true;
      },
    });
  } catch (error) {
    if (error instanceof TureenError) throw error;
    throw new TureenError("spreadsheet-broken", { cause: error });
  }
}
