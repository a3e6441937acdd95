/** Line icons on a 24-unit grid, drawn for this project. */
const PATHS = {
  alert: "M12 4 2.800 19.500h18.400zM12 10v4.500M12 17.200v.1",
  bell: "M6 16.500V11a6 6 0 0 1 12 0v5.500l1.500 2h-15zM10 21h4",
  bill: "M6 3h12v18l-2-1.500-2 1.500-2-1.500-2 1.500-2-1.500-2 1.500zM9 8h6M9 12h6",
  card: "M3 6h18v12H3zM3 10h18M6.500 14.500H10",
  cart: "M4 12h16l-1.500 7h-13zM8.500 12 11 5M15.500 12 13 5",
  check: "m5 12.500 4.500 4.500L19 7.500",
  chevronDown: "m6 9.500 6 6 6-6",
  chevronEnd: "m9.500 6 6 6-6 6",
  chevronStart: "m14.500 6-6 6 6 6",
  clock: "M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17zM12 8v4.500l3 2",
  close: "m6 6 12 12M18 6 6 18",
  cloud:
    "M7 18.500a4.200 4.200 0 0 1-.5-8.400 5.500 5.500 0 0 1 10.700.9 3.800 3.800 0 0 1-.2 7.500z",
  cloudOff:
    "M7 18.500a4.200 4.200 0 0 1-.5-8.400M10 6.400a5.500 5.500 0 0 1 7.200 4.600 3.800 3.800 0 0 1 2.500 5.500M17 18.500H7M4 4l16 16",
  download: "M12 4v11M8 11.500l4 4 4-4M5 20h14",
  filter: "M4 6.500h16M7 12h10M10 17.500h4",
  flame:
    "M12 3c.5 4 5.500 5.500 5.500 11a5.500 5.500 0 0 1-11 0c0-2.500 1.500-4 2.500-5 .3 1.500 1 2.300 1.800 2.500C10.500 8.500 10.800 5.500 12 3z",
  grip: "M9 6v.1M15 6v.1M9 12v.1M15 12v.1M9 18v.1M15 18v.1",
  globe:
    "M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17zM3.500 12h17M12 3.500c5 5 5 12 0 17M12 3.500c-5 5-5 12 0 17",
  leave: "M14 4H5v16h9M10 12h10.500M17 8.500l3.500 3.500-3.500 3.500",
  menu: "M4 7h16M4 12h16M4 17h16",
  minus: "M5 12h14",
  first: "m17 6-6 6 6 6M7 6v12",
  last: "m7 6 6 6-6 6M17 6v12",
  more: "M5 10.500a1.500 1.500 0 1 0 0 3 1.500 1.500 0 0 0 0-3zM12 10.500a1.500 1.500 0 1 0 0 3 1.500 1.500 0 0 0 0-3zM19 10.500a1.500 1.500 0 1 0 0 3 1.500 1.500 0 0 0 0-3z",
  note: "M5 4h14v11l-5 5H5zM14 20v-5h5M8.500 8.500h7M8.500 12h4",
  pause: "M8.500 5v14M15.500 5v14",
  pencil: "M4.500 19.500l1-4.500L16 4.500l3.500 3.500L9 18.500zM13.500 7l3.500 3.500",
  people:
    "M9 11.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM2.500 20c0-4 3-6 6.500-6s6.500 2 6.500 6M16 5a3.300 3.300 0 0 1 0 6.300M18 14.500c2.200.8 3.500 2.700 3.500 5.500",
  play: "M8 5v14l11-7z",
  plus: "M12 5v14M5 12h14",
  print: "M7 8.500V3.500h10v5M7 17H4V8.500h16V17h-3M7 14h10v6.500H7z",
  qr: "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.500v2.500H14zM20 14v.1M20 20h-3.500M20 17v3M14 20v-.1",
  receipt: "M6 3h12v18l-2-1.500-2 1.500-2-1.500-2 1.500-2-1.500-2 1.500zM9 9l2 2 4-4M9 15h6",
  redo: "M15.500 5l4 4-4 4M19 9h-9a5.500 5.500 0 0 0 0 11h5",
  refresh: "M19.500 12a7.500 7.500 0 1 1-2.300-5.400M19.500 3.500v4h-4",
  search: "M10.500 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13zM15.500 15.500 20 20",
  send: "M4 12 20 4.500 15.500 20l-4-6.500zM11.500 13.500 20 4.500",
  share: "M12 15V4M8 7.500 12 3.500l4 4M6 12H4.500v8.500h15V12H18",
  skipBack: "m18.500 6-6 6 6 6M11.500 6l-6 6 6 6",
  skipForward: "m5.500 6 6 6-6 6M12.500 6l6 6-6 6",
  soundOff: "M4 9.500h3.500L12 5.500v13l-4.500-4H4zM16 9.500l5 5M21 9.500l-5 5",
  soundOn:
    "M4 9.500h3.500L12 5.500v13l-4.500-4H4zM15.500 9a4.500 4.500 0 0 1 0 6M18 6.500a8 8 0 0 1 0 11",
  stepBack: "M17 6v12l-8-6zM6 6v12",
  stepForward: "M7 6v12l8-6zM18 6v12",
  trash: "M4.500 7h15M9 7V4h6v3M6.500 7l1 13h9l1-13",
  undo: "M8.500 5 4.500 9l4 4M5 9h9a5.500 5.500 0 0 1 0 11H9",
  up: "m6 14.500 6-6 6 6",
} as const;

export type IconName = keyof typeof PATHS;

/** Icons that point along the reading direction and turn around in right-to-left languages. */
const DIRECTIONAL: ReadonlySet<IconName> = new Set([
  "chevronEnd",
  "chevronStart",
  "first",
  "last",
  "leave",
  "play",
  "redo",
  "send",
  "skipBack",
  "skipForward",
  "stepBack",
  "stepForward",
  "undo",
]);

/** A decorative icon; the text beside it (or the button's label) says what it means. */
export function Icon(props: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      class={DIRECTIONAL.has(props.name) ? "icon-directional" : undefined}
      viewBox="0 0 24 24"
      width={props.size ?? 22}
      height={props.size ?? 22}
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      style={{ flex: "none" }}
    >
      <path d={PATHS[props.name]} />
    </svg>
  );
}
