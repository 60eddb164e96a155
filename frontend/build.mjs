// Builds static/build from the locked packages: one style sheet with the parts of USWDS we use,
// the fonts and pictures that style sheet names, one small script, and the maps of the directory.
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import esbuild from "esbuild";
import * as sass from "sass";
import { drawMaps } from "./map.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const uswds = join(root, "node_modules/@uswds/uswds");
const out = join(root, "static/build");

// Pictures that templates name themselves.
const PICTURES = ["img/us_flag_small.png", "img/icon-dot-gov.svg", "img/icon-https.svg"];

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function copyFromUswds(path) {
  mkdirSync(dirname(join(out, path)), { recursive: true });
  copyFileSync(join(uswds, "dist", path), join(out, path));
}

function namedFiles(css) {
  const names = [...css.matchAll(/url\("?\.\.\/([^")?#]+)/g)].map((match) => match[1]);
  return new Set(names);
}

rmSync(out, { recursive: true, force: true });
const { css } = sass.compile(join(root, "frontend/styles/site.scss"), {
  loadPaths: [join(uswds, "packages")],
  style: "compressed",
  quietDeps: true,
});
write(join(out, "css/site.css"), css);
for (const path of [...PICTURES, ...namedFiles(css)]) copyFromUswds(path);

await esbuild.build({
  entryPoints: [join(root, "frontend/site.js")],
  outfile: join(out, "js/site.js"),
  bundle: true,
  minify: true,
  target: "es2019",
});

write(join(out, "map/maps.json"), JSON.stringify(drawMaps()));
