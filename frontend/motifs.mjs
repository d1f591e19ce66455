// Seamless regional motifs, drawn by code: no third-party art.
// Each is white line-work on nothing, laid over the region's colour by the style sheet.

const tile = (width, height, body, extra = "") =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"${extra}>${body}</svg>`;

/** Kawung (Central Java): four palm-fruit petals around a point. */
function kawung() {
  let lines = "";
  for (const [x, y, turn] of [[14, 14, 45], [42, 14, -45], [14, 42, -45], [42, 42, 45]]) {
    lines += `<g transform="rotate(${turn} ${x} ${y})"><ellipse cx="${x}" cy="${y}" rx="16.5" ry="8.2"/>`;
    lines += `<path d="M${x - 6} ${y}h4M${x + 2} ${y}h4"/></g>`;
  }
  let dots = "";
  for (const [x, y] of [[28, 28], [0, 0], [56, 0], [0, 56], [56, 56]]) {
    dots += `<path d="M${x - 2.8} ${y}l2.8-2.8 2.8 2.8-2.8 2.8z"/>`;
  }
  for (const [x, y] of [[28, 0], [28, 56], [0, 28], [56, 28]]) {
    dots += `<circle cx="${x}" cy="${y}" r="1.6"/>`;
  }
  return tile(56, 56, `<g fill="none" stroke="#fff" stroke-width="1.5" stroke-linecap="round">${lines}</g><g fill="#fff">${dots}</g>`);
}

const CLOUD =
  "M-31 9C-39 9-41-1-33-4-35-13-24-18-18-11-15-23 4-24 7-12 13-18 24-13 21-4 31-5 34 8 25 9 18 10 16 3 10 4 4 5 6 12-2 12-9 12-9 5-15 5-22 5-22 9-31 9Z";

/** Mega mendung (West Java): one rain cloud inside another. */
function megaMendung() {
  const cloud = (x, y, flip) =>
    [1, 0.76, 0.52, 0.3]
      .map((size) => `<path transform="translate(${x} ${y}) scale(${flip * size} ${size})" stroke-width="${(1.5 / size).toFixed(2)}" d="${CLOUD}"/>`)
      .join("");
  const places = [[40, 25, 1], [0, 57, -1], [80, 57, -1]];
  const body = places.map(([x, y, flip]) => cloud(x, y, flip)).join("");
  return tile(80, 64, `<g fill="none" stroke="#fff" stroke-linejoin="round">${body}</g>`);
}

const STRETCH = ' preserveAspectRatio="none"';

/** The hem of a Javanese cloth: a row of tumpal triangles, used as a mask. */
const tumpal = () => tile(24, 14, '<path d="M0 14 12 1l12 13z"/>', STRETCH);

/** The hem of the West Javanese cloth: a row of low clouds, used as a mask. */
const clouds = () => tile(56, 14, '<path d="M0 14V9c5-1 8-5 13-5 4 0 6 2 8 4 2-4 7-7 13-7 7 0 10 5 14 7 3 1 5 1 8 1v5z"/>', STRETCH);

export const motifs = {
  "motif-kawung": kawung(),
  "motif-mega-mendung": megaMendung(),
  "hem-tumpal": tumpal(),
  "hem-clouds": clouds(),
};
