// Builds procure/static/dist: hashed files, their .br and .gz twins, and manifest.json.
// Everything that is served comes from here; a Python-only reader never needs to run it.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build as bundle } from "esbuild";
import * as sass from "sass";
import { optimize } from "svgo";
import { motifs } from "./motifs.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const MODULES = join(HERE, "node_modules");
const DIST = join(HERE, "..", "procure", "static", "dist");
const COMPRESSED = new Set([".css", ".js", ".svg"]);
const manifest = {};

const read = (...path) => readFileSync(join(HERE, ...path));
const svg = (text) => optimize(String(text), { multipass: true, plugins: ["preset-default"] }).data;

/** Write one file under a name that changes with its content, and remember it in the manifest. */
function keep(name, content) {
  const bytes = Buffer.from(content);
  const extension = extname(name);
  const digest = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
  const hashed = `${name.slice(0, -extension.length)}-${digest}${extension}`;
  const path = join(DIST, hashed);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  if (COMPRESSED.has(extension) && bytes.length > 900) {
    const quality = { [constants.BROTLI_PARAM_QUALITY]: 11 };
    writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: quality }));
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  }
  manifest[name] = hashed;
  return hashed;
}

/** One sprite: the Tabler icons named in icons.txt, and the seal of each region. */
function sprite() {
  const symbols = String(read("icons.txt"))
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith("#"))
    .map((name) => {
      const source = readFileSync(join(MODULES, "@tabler/icons/icons/outline", `${name}.svg`), "utf8");
      const body = source
        .replace(/<svg[^>]*>|<\/svg>|<path stroke="none"[^>]*\/>/g, "")
        .replace(/\s+/g, " ")
        .replace(/> </g, "><")
        .trim();
      return (
        `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" ` +
        `stroke-linecap="round" stroke-linejoin="round">${body}</symbol>`
      );
    });
  for (const file of readdirSync(join(HERE, "seals"))) {
    const body = String(read("seals", file)).replace(/<svg[^>]*>|<\/svg>|\n\s*/g, "");
    symbols.push(`<symbol id="seal-${file.replace(".svg", "")}" viewBox="0 0 42 42">${body}</symbol>`);
  }
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}

/** A seal as a stand-alone picture for the browser's tab, where our colour tokens do not reach. */
function favicon(file) {
  const brand = String(read("styles", "brands", `_${file.replace(".svg", "")}.scss`)).match(/--brand: (#\w+)/)[1];
  return String(read("seals", file)).replaceAll("var(--seal)", brand);
}

function styles() {
  const { css } = sass.compile(join(HERE, "styles", "app.scss"), {
    loadPaths: [MODULES],
    style: "compressed",
    quietDeps: true,
  });
  return css.replace(/asset\(["']?([\w./-]+?)["']?\)/g, (_, name) => {
    if (!manifest[name]) throw new Error(`The styles ask for ${name}, which is not built`);
    return `url(${manifest[name]})`;
  });
}

function licences() {
  const texts = {
    "govuk-frontend.txt": [HERE, "licences/govuk-frontend.txt"],
    "htmx.txt": [MODULES, "htmx.org/LICENSE"],
    "combobox-nav.txt": [MODULES, "@github/combobox-nav/LICENSE"],
    "tabler-icons.txt": [MODULES, "@tabler/icons/LICENSE"],
    "plus-jakarta-sans.txt": [HERE, "licences/plus-jakarta-sans.txt"],
    "fluent-emoji.txt": [HERE, "licences/fluent-emoji.txt"],
  };
  mkdirSync(join(DIST, "LICENSES"), { recursive: true });
  for (const [name, [root, path]] of Object.entries(texts)) {
    writeFileSync(join(DIST, "LICENSES", name), readFileSync(join(root, path)));
  }
}

rmSync(DIST, { recursive: true, force: true });
mkdirSync(DIST, { recursive: true });
keep("plus-jakarta-sans.woff2", read("fonts", "plus-jakarta-sans.woff2"));
keep("chevron.svg", read("styles", "chevron.svg"));
for (const [name, text] of Object.entries(motifs)) keep(`${name}.svg`, svg(text));
for (const file of readdirSync(join(HERE, "seals"))) keep(`favicon-${file}`, svg(favicon(file)));
for (const file of readdirSync(join(HERE, "pictures")).filter((name) => name.endsWith(".svg"))) {
  keep(`pictures/${file}`, svg(read("pictures", file)));
}
keep("icons.svg", sprite());
keep("htmx.js", readFileSync(join(MODULES, "htmx.org/dist/htmx.min.js")));
keep("app.css", styles());
const scripts = await bundle({
  entryPoints: [join(HERE, "scripts", "app.js")],
  bundle: true,
  minify: true,
  write: false,
  format: "iife",
  target: ["es2020"],
  legalComments: "none",
});
keep("app.js", scripts.outputFiles[0].contents);
licences();
const sorted = Object.fromEntries(Object.entries(manifest).sort());
writeFileSync(join(DIST, "manifest.json"), `${JSON.stringify(sorted, null, 2)}\n`);
