// @ts-check
/**
 * The kiosk's drawings, in the colour of the words beside them.
 *
 * @module
 */

const NAMESPACE = "http://www.w3.org/2000/svg";

/** Paths on a square of 24. They are stroked; those after `fill:` are filled. @type {Record<string, string[]>} */
const PATHS = {
  heart: ["M12 20.4 4.2 12.7a5 5 0 0 1 7.1-7.1l.7.7.7-.7a5 5 0 0 1 7.1 7.1z"],
  "heart-full": ["fill:M12 20.4 4.2 12.7a5 5 0 0 1 7.1-7.1l.7.7.7-.7a5 5 0 0 1 7.1 7.1z"],
  ticket: ["M3.5 6h17v3.6a2.4 2.4 0 0 0 0 4.8V18h-17v-3.6a2.4 2.4 0 0 0 0-4.8z", "M14.5 8.2v1.6m0 1.7v1.6m0 1.7v1.4"],
  scan: [
    "M4 8.5V4h4.5M15.5 4H20v4.5M20 15.5V20h-4.5M8.5 20H4v-4.5",
    "M8 8h3v3H8zm5 0h3v3h-3zm-5 5h3v3H8z",
    "M13.2 13.2h.6m2 0h.2m-1.6 1.4h.2m-1.4 1.4h.6m2 0h.2",
  ],
  back: ["M20 12H5m6-6.5L4.5 12l6.5 6.5"],
  home: ["M4 11.5 12 4.5l8 7M6.5 10v9.5h11V10"],
  down: ["M12 4v15m-7-7 7 7 7-7"],
  camera: ["M4 7.5h3.4L9 5h6l1.6 2.5H20V19H4z", "M15.4 13a3.4 3.4 0 1 1-6.8 0 3.4 3.4 0 0 1 6.8 0z"],
  check: ["m4.5 12.5 5 5 10-11"],
  clock: ["M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z", "M12 6.5V12l3.8 2.6"],
  people: [
    "M12.2 8.2a3.4 3.4 0 1 1-6.8 0 3.4 3.4 0 0 1 6.8 0z",
    "M2.8 19.5c0-3.4 2.7-5.4 6-5.4s6 2 6 5.4",
    "M15.4 5.2a3.4 3.4 0 0 1 0 6M17.4 14.5c2.3.7 3.8 2.5 3.8 5",
  ],
  counter: [
    "M3 20.5v-6h18v6M3 14.5h18",
    "M15 8a3 3 0 1 1-6 0 3 3 0 0 1 6 0z",
    "M7.5 14.3c.3-1.9 2-3.3 4.5-3.3s4.2 1.4 4.5 3.3",
  ],
  globe: [
    "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z",
    "M3 12h18M12 3c2.7 2.6 3.8 5.6 3.8 9s-1.1 6.4-3.8 9c-2.7-2.6-3.8-5.6-3.8-9S9.3 5.6 12 3z",
  ],
  contrast: ["M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z", "fill:M12 3a9 9 0 0 1 0 18z"],
  list: ["M10.500 6H21M10.500 12H21M10.500 18H21", "m3 6 1.400 1.400L7 4.700m-4 7.300 1.400 1.400L7 10.700m-4 7.300 1.400 1.400L7 16.700"],
  box: ["M4 4h16v16H4z"],
  "box-ticked": ["M4 4h16v16H4z", "m7.500 12.300 3.200 3.200 6-6.800"],
  next: ["m9 4.500 7.500 7.500L9 19.500"],
  previous: ["M15 4.500 7.500 12l7.500 7.500"],
  read: ["M4 9.500v5h3.500L12 18.500v-13L7.500 9.500z", "M15 9.300a4 4 0 0 1 0 5.400M17.700 6.800a7.500 7.500 0 0 1 0 10.400"],
  hush: ["M6.500 6.500h11v11h-11z"],
  mute: ["M4 9.500v5h3.500L12 18.500v-13L7.500 9.500z", "m15.500 9.500 5 5m0-5-5 5"],
  lower: ["M5 3h14v18H5z", "M5 12.500h14", "M12 5v4.600m-2.200-2.200L12 9.600l2.200-2.200"],
  erase: ["M8.5 5.500H21v13H8.500L2.5 12z", "m11.5 9.2 5.6 5.600m0-5.6-5.6 5.6"],
  paper: ["M6.5 9V3.500h11V9M6.5 16.500H3.500V9h17v7.500h-3", "M6.5 14h11v6.500h-11z"],
  shut: ["M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z", "M5.8 5.800l12.4 12.4"],
  moon: ["M19.5 14.500A8.5 8.5 0 0 1 9.5 4.500a8 8 0 1 0 10 10z"],
  file: ["M6 3h8.500L19 7.500V21H6z", "M14 3v5h5M9 12.500h7M9 16.500h7"],
  mend: ["M6 3h8.500L19 7.500V21H6z", "M14 3v5h5M12.5 11v4.200m0 2.400v.2"],
  sorry: ["M12 3.5 2.5 20h19z", "M12 10v4.800m0 2.300v.2"],
  away: ["M2.5 9.200a14 14 0 0 1 19 0M6 13a9 9 0 0 1 12 0M9.5 16.700a4 4 0 0 1 5 0M12 20v.1", "M4 4l16 16"],
};

/**
 * @param {string} name
 * @returns {Node} decoration only: the words beside it say the same
 */
export function icon(name) {
  const svg = document.createElementNS(NAMESPACE, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  for (const path of PATHS[name] ?? []) {
    const line = document.createElementNS(NAMESPACE, "path");
    const filled = path.startsWith("fill:");
    line.setAttribute("d", filled ? path.slice(5) : path);
    if (filled) line.setAttribute("class", "filled");
    svg.append(line);
  }
  return svg;
}
