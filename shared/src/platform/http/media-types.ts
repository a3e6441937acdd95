/** The file of a recorded session; replay/file.ts reads and writes it. */
export const RECORDING_MEDIA_TYPE = "application/vnd.tureen.evening";
/** A table for spreadsheets. */
export const CSV_MEDIA_TYPE = "text/csv";
