/**
 * Every bound of the system that clients can feel, with its unit last in the name and the reason
 * beside it. Pure numbers, so that phones, servers and tests agree on them.
 */

/** One frame over the live connection; a whole session document stays well below it. */
export const MAX_FRAME_BYTES = 512 * 1024;
/**
 * One Yjs update from one phone. A tap is ~60 bytes and a session offline a few kilobytes, but a
 * phone that comes back also lists every delete of the document: up to 330 kB of a full one in
 * which somebody left as many holes as they could.
 */
export const MAX_UPDATE_BYTES = 384 * 1024;
/** Structs in one update; bounds the time the guard spends on it. */
export const MAX_UPDATE_STRUCTS = 4_000;
/** Client ids with something new in one update: a device takes a new one whenever it is reloaded. */
export const MAX_UPDATE_CLIENTS = 32;
/**
 * Values that one key has had, past which writing it without having seen its latest value is
 * refused: Yjs then walks through all of them, for each such write, on every device and replay.
 */
export const MAX_CONTESTED_VALUES = 500;
/** All bytes ever written to one session's log by its diners; past it the document is full. */
export const MAX_DOCUMENT_BYTES = 4 * 1024 * 1024;
/** Of these, what one diner may write: a session of a busy thumb is 50 kB. */
export const MAX_DOCUMENT_BYTES_PER_DINER = 512 * 1024;
/** What one diner may write even when the document is full: a meal's worth. */
export const RESERVED_DOCUMENT_BYTES_PER_DINER = 16 * 1024;
/**
 * Client ids that one diner may write with: a device takes a new one whenever it is reloaded, and
 * every phone sends the list of all when it connects.
 */
export const MAX_CLIENTS_PER_DINER = 500;
/** Lines in one session: 50 guests with 10 rounds of one dish each is 500. */
export const MAX_LINES = 1_000;
/** Lines that one diner may create, so that one phone cannot fill the table's document. */
export const MAX_LINES_PER_DINER = 200;
/** Lines that one diner may create even when the others have filled the table. */
export const RESERVED_LINES_PER_DINER = 20;
/** Confirms in one session, of one diner, and of one diner when the others have used them up. */
export const MAX_CONFIRMS = 300;
export const MAX_CONFIRMS_PER_DINER = 100;
export const RESERVED_CONFIRMS_PER_DINER = 10;
/** Lines in one confirm. */
export const MAX_CONFIRM_LINES = 200;
/** Portions that one diner can hold of one line; the sign takes off another diner's portions. */
export const MAX_PORTION = 99;
/** The most parts of one ordered line that can be paid: 999 portions of 2520 parts (bill/ranges.ts). */
export const MAX_CLAIM = 999 * 2520;
/** Wishes to pay in one session, of one diner, and of one diner when the others have used them up. */
export const MAX_WISHES = 400;
export const MAX_WISHES_PER_DINER = 60;
export const RESERVED_WISHES_PER_DINER = 10;
/** Ranges of lines that one wish to pay can name: every line of the fullest bill, some in pieces. */
export const MAX_WISH_COVERS = 1_500;
/** Among how many a bill can be split evenly. */
export const MAX_PAYERS = 200;
/** Length of a note to the kitchen, in UTF-16 code units. */
export const MAX_NOTE_LENGTH = 280;
/** Length of a diner's or staff member's display name. */
export const MAX_NAME_LENGTH = 40;
/** Options chosen on one line, and values chosen in one option. */
export const MAX_LINE_OPTIONS = 20;
export const MAX_OPTION_VALUES = 50;
/** Choices that an option of a menu may ask for, a value as often as it is chosen. */
export const MAX_CHOICES = 99;
/** Values of a dish's other options that an option, or a value, names. */
export const MAX_REFERENCES = 40;
/** Seats in one session, never reused; a Yjs client id has 8 bits for the seat. */
export const MAX_SEAT = 200;
/**
 * Edits per second that one diner may sustain, and the burst they may save up: a phone that comes
 * back after a long offline stretch sends each of its edits again.
 */
export const EDITS_PER_SECOND = 20;
export const EDITS_BURST = 400;
/** Times that one diner's phones may ask for what they lack, once or twice for each connection. */
export const ASKS_PER_SECOND = 2;
export const ASKS_BURST = 30;
/** Live connections that one diner may make: a phone at the edge of the signal makes many. */
export const ARRIVALS_PER_SECOND = 1;
export const ARRIVALS_BURST = 30;
/** Live connections that one diner may have: phones, tabs, and some whose end is not noticed yet. */
export const MAX_CONNECTIONS_PER_DINER = 10;
/** Body of one HTTP request. */
export const MAX_BODY_BYTES = 64 * 1024;
/** The file of a photo: what phones write is 3–8 MB, and the page shrinks what is larger. */
export const MAX_PHOTO_BYTES = 12 * 1024 * 1024;
/** Pixels of a photo, all its images together; bounds what decoding it takes to some 200 MB. */
export const MAX_PHOTO_PIXELS = 50_000_000;
/** Photos of one restaurant, some 300 kB each: a large menu has 600 dishes. */
export const MAX_PHOTOS = 2_000;
/** Bytes of one diner's presence ("looking at desserts"). */
export const MAX_PRESENCE_BYTES = 512;
/** A menu file: the largest real one seen is 80 kB. */
export const MAX_MENU_FILE_BYTES = 8 * 1024 * 1024;
/** Length of the id that a menu file gives a dish; vendors' ids are UUIDs or shorter. */
export const MAX_EXTERNAL_ID_LENGTH = 100;
/** The largest amount a price or a total may have, in minor units: ten digits, far below 2^53. */
export const MAX_MINOR = 9_999_999_999;
/** Parts of a menu that is written in the app: sections, dishes in one, groups of a dish, choices of a group. */
export const MAX_SECTIONS = 200;
export const MAX_SECTION_DISHES = 1_000;
export const MAX_DISHES = 3_000;
export const MAX_DISH_OPTIONS = 20;
export const MAX_OPTION_CHOICES = 200;
/** The file of a spreadsheet: its pictures are left behind. */
export const MAX_SPREADSHEET_BYTES = 8 * 1024 * 1024;
/** Edits of a menu's draft that are made at once: every price of a long menu, or a whole import. */
export const MAX_DRAFT_EDITS = 20_000;
export const MAX_DRAFT_BODY_BYTES = 8 * 1024 * 1024;
