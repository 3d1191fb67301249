// The drawings of the app, one stroke wide. They are never the only name of anything.

const PATHS = {
  inbox: "M3 12h5l1.500 2.500h5L16 12h5M5 5h14l2 7v6a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-6z",
  mine: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 20c1-4 4-6 8-6s7 2 8 6",
  unassigned: "M10 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM3 20c1-4 3.500-6 7-6 1.500 0 3 .4 4 1M17 17h5M19.500 14.500v5",
  triage: "M4 5h16M7 12h10M10 19h4",
  disagreed: "M4 8h11M12 5l3 3-3 3M20 16H9M12 13l-3 3 3 3",
  waiting: "M12 7v5l3 2M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z",
  resolved: "M5 12.500l4.500 4.500L19 7.500",
  all: "M4 6h16M4 12h16M4 18h16",
  quarantine: "M12 3l8 3v6c0 5-3.500 8-8 9-4.500-1-8-4-8-9V6zM12 9v4M12 16.500v.1",
  shield: "M12 3l8 3v6c0 5-3.500 8-8 9-4.500-1-8-4-8-9V6z",
  verified: "M12 3l8 3v6c0 5-3.500 8-8 9-4.500-1-8-4-8-9V6zM8.500 12l2.500 2.500 4.500-5",
  knowledge: "M4 5c3-1 6-1 8 1 2-2 5-2 8-1v14c-3-1-6-1-8 1-2-2-5-2-8-1zM12 6v14",
  canned: "M5 4h14v12H9l-4 4zM8.500 8h7M8.500 12h4",
  outgoing: "M4 12l16-8-6 17-3-7z",
  parked: "M4 8l8-4 8 4-8 4zM4 8v8l8 4 8-4V8M12 12v8",
  settings: "M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM12 3v3M12 18v3M3 12h3M18 12h3M5.600 5.600l2.200 2.200M16.200 16.200l2.200 2.200M5.600 18.400l2.200-2.200M16.200 7.800l2.200-2.200",
  start: "M5 21V4h12l-2 4 2 4H5",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l4.500 4.500",
  close: "M6 6l12 12M18 6L6 18",
  back: "M14 6l-6 6 6 6",
  down: "M6 9l6 6 6-6",
  more: "M6 12h.1M12 12h.1M18 12h.1",
  clip: "M20 11l-8.500 8.500a5 5 0 0 1-7-7L13 4a3.300 3.300 0 0 1 4.700 4.700L9.500 17a1.700 1.700 0 0 1-2.400-2.400L14.500 7",
  note: "M5 4h14v11l-5 5H5zM14 20v-5h5",
  reply: "M9 7L4 12l5 5M4 12h10c4 0 6 2 6 6",
  mail: "M3 6h18v12H3zM3 7l9 6 9-6",
  cloud: "M7 18h10a4 4 0 0 0 .6-8A6 6 0 0 0 6 9.500 4.300 4.300 0 0 0 7 18zM4 4l16 16",
  lock: "M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3",
  alert: "M12 4l9 16H3zM12 10v4M12 17v.1",
  panel: "M3 5h18v14H3zM15 5v14",
  menu: "M4 7h16M4 12h16M4 17h16",
  bold: "M7 5h6a3.500 3.500 0 0 1 0 7H7zM7 12h7a3.500 3.500 0 0 1 0 7H7z",
  italic: "M10 5h8M6 19h8M14 5l-4 14",
  bullet: "M10 6h10M10 12h10M10 18h10M5 6h.1M5 12h.1M5 18h.1",
  number: "M10 6h10M10 12h10M10 18h10M4 4.500h1.500V9M4 15h2.500L4 19h2.800",
  quote: "M5 5v14M10 7h10M10 12h10M10 17h6",
  link: "M10 14a4 4 0 0 0 5.700 0l3-3A4 4 0 0 0 13 5.300l-1 1M14 10a4 4 0 0 0-5.700 0l-3 3a4 4 0 0 0 5.700 5.700l1-1",
  view: "M5 4h14v16l-7-4-7 4z",
  plus: "M12 5v14M5 12h14",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
